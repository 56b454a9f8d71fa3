"""Mistakes of an import in the people's words; ``columns.SENTENCES`` has the same codes for who speaks English only."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.columns import LONGEST_LINE, MOST_ERRORS, TableError

WORDS: dict[str, str | Promise] = {
    "file_missing": _("The file is missing or cannot be read."),
    "column_missing": _("The column is missing."),
    "column_twice": _("The column appears twice."),
    "wrong_encoding": _("The text is not UTF-8."),
    "line_too_long": _("The line is longer than %(bytes)s bytes."),
    "row_unreadable": _("The row is not valid CSV."),
    "row_truncated": _("The row has fewer fields than the header."),
    "row_too_wide": _("The row has more fields than the header."),
    "id_empty": _("The id is empty."),
    "id_twice": _("The id appears twice."),
    "node_unknown": _("There is no such node."),
    "node_outside": _("Its node is in none of these files: is the boundary or another profile of the model missing?"),
    "source_unknown": _("There is no such node to be a source."),
    "number_bad": _("This is not a usable number."),
    "flag_bad": _("This is neither 0 nor 1."),
    "phases_bad": _("Phases are letters of A, B, C, N and S."),
    "self_loop": _("It begins and ends at the same node."),
    "device_unknown": _("There is no such kind of device."),
    "device_on_service": _("A customer's service cannot be opened, so it carries no device."),
    "open_without_device": _("Only a device can be normally open."),
    "source_missing": _("No node is a source of supply."),
    "too_many": _("More than %(most)s mistakes; the rest is not listed."),
    "kind_unknown": _("There is no such kind of branch."),
    "code_too_long": _("The id is too long."),
    "text_unusable": _("The text has characters that cannot be kept."),
    "text_too_long": _("The text is too long."),
    "xml_bad": _("The XML breaks off or is not well-formed in its encoding."),
    "xml_forbidden": _("The XML defines entities or a document type, which is refused."),
    "not_cim": _("This is not an RDF document."),
    "terminals_wrong": _("It does not join two nodes."),
    "containment_cyclic": _("It contains itself."),
    "equipment_unknown": _("The supply tree has no such equipment."),
    "transformer_twice": _("Another branch is this transformer already."),
    "code_elsewhere": _("Another unit's network uses this id."),
    "nothing_to_read": _("There is nothing to read."),
}


def sentence(code: str) -> str:
    words = {"bytes": LONGEST_LINE, "most": MOST_ERRORS}
    return str(WORDS.get(code, code)) % words


def told(error: TableError) -> str:
    """``edges.csv, line 3, to_node: There is no such node.``"""
    place = gettext("%(file)s, line %(line)s") % {"file": error.file, "line": error.line} if error.line else error.file
    about = " ".join(word for word in (error.column, error.thing) if word)
    return f"{place}{', ' + about if about else ''}: {sentence(error.code)}"
