"""Whether every internal link of a built site, and of Markdown files in a repository, leads somewhere.

python docs/links.py docs/_build/html
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(<?([^)\s>]+)")


class Page(HTMLParser):
    """The links of a page, and the anchors that lead into it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what an element links to, and its id."""
        for name, value in attributes:
            if value and name in ("href", "src"):
                self.links.append(value)
            elif value and name in ("id", "name"):
                self.anchors.add(value)


@cache
def read_page(path: Path) -> Page:
    """Return the links and anchors of an HTML file."""
    return Page(path.read_text(encoding="utf-8"))


def broken_in_site(site: Path) -> Iterator[str]:
    """Yield each internal link of a built site whose file or anchor is missing."""
    for path in sorted(site.rglob("*.html")):
        for link in read_page(path).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                yield f"{path.relative_to(site)}: {link} leads to no file"
            elif parts.fragment and target.suffix == ".html" and not _has(target, unquote(parts.fragment)):
                yield f"{path.relative_to(site)}: {link} leads to no place of the page"


def _has(page: Path, fragment: str) -> bool:
    return fragment in read_page(page).anchors


def broken_in_markdown(path: Path) -> Iterator[str]:
    """Yield each relative link of a Markdown file whose file is missing; what is code is no link."""
    text = CODE.sub("", FENCE.sub("", path.read_text(encoding="utf-8")))
    for link in LINK.findall(text):
        parts = urlsplit(link)
        if not parts.scheme and parts.path and not (path.parent / unquote(parts.path)).exists():
            yield f"{path}: {link} leads to no file"


def main(arguments: list[str]) -> int:
    """Print the broken links of a site; return 1 where there are any."""
    site = Path(arguments[0])
    broken = list(dict.fromkeys(broken_in_site(site)))
    print("\n".join(broken), end="\n" if broken else "")
    return int(bool(broken) or not any(site.rglob("*.html")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
