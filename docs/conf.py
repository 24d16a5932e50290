"""Settings of the site: Sphinx, MyST notebooks that run as it is built, furo."""

import logging
import os
import sys
from functools import partialmethod
from pathlib import Path

from nbclient import NotebookClient

from pwlact import __version__

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))  # `!pwlact` in a notebook
logging.getLogger("traitlets").setLevel(logging.WARNING)  # else each notebook says that it runs
os.environ["IPYTHONDIR"] = str(HERE / "_build" / "ipython")  # nobody's own settings count
PROFILE = Path(os.environ["IPYTHONDIR"], "profile_default")
PROFILE.mkdir(parents=True, exist_ok=True)
(PROFILE / "ipython_kernel_config.py").write_text("c.IPKernelApp.log_level = 40\n")  # errors alone
NotebookClient.__init__ = partialmethod(NotebookClient.__init__, coalesce_streams=True)  # what a cell prints: one block

project = "pwlact"
author = "The pwlact authors"
copyright = f"2026, {author}"
release = version = __version__

extensions = ["myst_nb", "reference", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "jupyter_execute"]
default_role = "code"
smartquotes = False  # two hyphens begin an option
highlight_language = "none"

html_theme = "furo"
html_title = "pwlact"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {"top_of_page_buttons": []}
html_copy_source = False
html_show_sourcelink = False

myst_enable_extensions = ["colon_fence", "deflist"]  # no dollarmath: MathJax would come from a network
myst_heading_anchors = 3
nb_execution_mode = "force"  # outputs come from the build
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_output_stderr = "remove"  # progress; what fails raises

napoleon_google_docstring = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings name types
python_maximum_signature_line_length = 90
