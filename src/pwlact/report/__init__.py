"""Results as one page of HTML: what was asked, what was found, how good it is, and the files.

subject.py    one result with its run folder           sections/   one section of the page a file
page.py       the whole page, self-contained            figures/    plotly figures, as plain JSON objects
templates/    the HTML of page and sections (jinja)     static/     style and script of the page
"""

from pwlact.report.page import page
from pwlact.report.section import Section
from pwlact.report.sections import sections_of
from pwlact.report.study import Study, find_subject
from pwlact.report.subject import Subject, subject_from, subject_of

__all__ = ["Section", "Study", "Subject", "find_subject", "page", "sections_of", "subject_from", "subject_of"]
