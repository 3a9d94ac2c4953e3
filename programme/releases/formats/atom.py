"""All public releases as an Atom feed, with a tombstone for each that was withdrawn."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as Tree

from people.writing.xml_texts import fit_for_xml
from programme.releases.published import ListedRelease
from training.formats import openbadges

from . import documents, notes, words

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# RFC 6721: says of an entry only which it was, and when it was withdrawn.
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
# A feed without an entry has been as it is since before the first release.
BEFORE_ALL = datetime(2024, 1, 15, tzinfo=UTC)

Tree.register_namespace("", ATOM)
Tree.register_namespace("at", TOMBSTONES)
Tree.register_namespace("xhtml", XHTML)


def last_change(
    releases: Iterable[ListedRelease], withdrawn: Iterable[tuple[UUID, datetime]] = ()
) -> datetime:
    """Find when a release was published or withdrawn last."""
    moments = [one.published_at for one in releases] + [when for _id, when in withdrawn]
    return max(moments, default=BEFORE_ALL)


def feed(
    releases: Iterable[ListedRelease],
    home: str,
    address: str,
    withdrawn: Iterable[tuple[UUID, datetime]] = (),
) -> bytes:
    """Write the feed, newest first. `address` is its own, `home` that of the page beside it."""
    newest = sorted(releases, key=lambda one: (one.published_at, one.public_id), reverse=True)
    gone = sorted(withdrawn, key=lambda one: (one[1], one[0]), reverse=True)
    root = Tree.Element(f"{{{ATOM}}}feed", {XML_LANGUAGE: "en"})
    put(root, "id", home)
    put(root, "title", words.FEED_TITLE["en"])
    put(root, "updated", openbadges.instant(last_change(newest, gone)))
    link(root, "self", address, "application/atom+xml")
    link(root, "alternate", home, "text/html")
    for release in newest:
        root.append(entry(release, home))
    for public_id, when in gone:
        about = {"ref": f"urn:uuid:{public_id}", "when": openbadges.instant(when)}
        Tree.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", about)
    Tree.indent(root)
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def entry(release: ListedRelease, home: str) -> Tree.Element:
    """Write one release: it never changes, but a later one may say what was wrong in it."""
    address, moment = (
        documents.address_of(release, home),
        openbadges.instant(release.published_at),
    )
    last = max([release.published_at, *(one.said_at for one in release.corrected_by)])
    found = Tree.Element(f"{{{ATOM}}}entry")
    put(found, "id", f"urn:uuid:{release.public_id}")
    put(found, "title", documents.title(release))
    put(found, "updated", openbadges.instant(last))
    put(found, "published", moment)
    author = Tree.SubElement(found, f"{{{ATOM}}}author")
    put(author, "name", documents.publisher(release))
    put(found, "rights", release.licence)
    put(found, "summary", words.ABOUT["en"])
    if release.corrected_by or release.corrections:
        found.append(content(release, home))
    link(found, "alternate", address, "text/html")
    link(found, "enclosure", f"{address}release.zip", "application/zip")
    return found


def content(release: ListedRelease, home: str) -> Tree.Element:
    """Write what later releases say of one, and what it says of earlier ones, in each language."""
    found = Tree.Element(f"{{{ATOM}}}content", {"type": "xhtml"})
    whole = Tree.SubElement(found, f"{{{XHTML}}}div")
    said = [(one, one.said_in, notes.corrected_name) for one in release.corrected_by]
    said += [(one, one.corrected, notes.correction_name) for one in release.corrections]
    for note, other, name in said:
        for language in release.languages:
            line = Tree.SubElement(whole, f"{{{XHTML}}}p", {XML_LANGUAGE: language})
            place = Tree.SubElement(line, f"{{{XHTML}}}a", {"href": f"{home}{other}/"})
            place.text = name(note, language)
            place.tail = fit_for_xml(f": {notes.correction_text(note, language)}")
    return found


def put(under: Tree.Element, name: str, text: str) -> None:
    """Write one element with a text."""
    Tree.SubElement(under, f"{{{ATOM}}}{name}").text = fit_for_xml(text)


def link(under: Tree.Element, relation: str, address: str, media: str) -> None:
    """Write one link."""
    about = {"rel": relation, "type": media, "href": address}
    Tree.SubElement(under, f"{{{ATOM}}}link", about)
