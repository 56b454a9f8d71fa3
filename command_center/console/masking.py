"""Names, phones and plates as a screen may show them: enough to recognise, not enough to use."""

import re


def mask_name(name: str) -> str:
    """冉明 → 冉*, 冉小明 → 冉**; a Latin name keeps its initial."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 0), 2)


def mask_phone(phone: str) -> str:
    """+8613812345612 → 138****5612; landlines keep the last two digits."""
    digits = re.sub(r"^\+86", "", phone.strip())
    if len(digits) == 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:] if digits else ""


def mask_plate(plate: str) -> str:
    return f"{plate[:-4]}****" if len(plate) > 4 else plate
