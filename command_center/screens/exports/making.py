"""Making one file: read anew for an owner who is what they were when they asked, written beside the claim, named when it is whole."""

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import IO

import structlog
from django.utils.translation import override

from command_center.ground.core.errors import DomainError
from command_center.ground.exports.models import Export
from command_center.ground.exports.services import (
    ClaimLost,
    carrying_on,
    check_reach,
    claim_export,
    keep_file,
    refuse_export,
)
from command_center.screens.exports.offered import sheet_of
from command_center.screens.sheets import Sheet, csv_of, workbook_of

log = structlog.get_logger(__name__)


def make_next(at: datetime) -> bool:
    """Whether there was one to be made. What goes wrong is tried again when the claim has run out, as after a kill."""
    export = claim_export(at)
    if export is None:
        return False
    try:
        make(export)
    except ClaimLost:
        log.info("export_claim_lost", export=export.pk, tries=export.tries)
    except DomainError as refusal:
        refuse_export(export, str(refusal))
    except Exception:
        log.exception("export_failed", export=export.pk, table=export.table, tries=export.tries)
    return True


def make(export: Export) -> None:
    """Raises ``ClaimLost``, or a ``DomainError`` where the owner may not, or not any more, have this table."""
    with override(export.language):
        check_reach(export, export.owner)
        sheet = sheet_of(export.owner, export.table, export.query, export.form)
        with _written(replace(sheet, rows=carrying_on(export, sheet.rows)), export.form) as content:
            keep_file(export, content)


def _written(sheet: Sheet, form: str) -> IO[bytes]:
    """An open temporary file that is gone once it is closed."""
    if form == "xlsx":
        return workbook_of(sheet.heads, sheet.rows, sheet.widths)
    return _file_of(csv_of(sheet.heads, sheet.rows))


def _file_of(pieces: Iterable[str]) -> IO[bytes]:
    file = tempfile.TemporaryFile(prefix="export-")  # noqa: SIM115 (whoever keeps it closes it)
    for piece in pieces:
        file.write(piece.encode())
    file.seek(0)
    return file
