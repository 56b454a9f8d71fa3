"""What is sent and answered at the doors that other systems use most, as the API page shows it: ``api_examples.json``.

``tests/door/test_api_examples.py`` holds each example against the schema of its door, and sends what is to be sent.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from command_center.screens.api_summaries import PREFIX

EXAMPLES = Path(__file__).with_suffix(".json")
JSON = "application/json"


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Door (``POST fault-reports/``) → ``request``, where it has a body, ``status`` and ``response``."""
    found: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return found


def with_examples(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """Every example at its door. A hook of drf-spectacular."""
    for door, example in examples().items():
        method, path = door.split()
        operation = result["paths"][PREFIX + path][method.lower()]
        if "request" in example:
            operation["requestBody"]["content"][JSON]["example"] = example["request"]
        operation["responses"][example["status"]]["content"][JSON]["example"] = example["response"]
    return result
