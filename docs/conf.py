"""Settings of the site: Sphinx, MyST notebooks that run as it is built, furo."""

from pwlact import __version__

project = "pwlact"
author = "The pwlact authors"
copyright = f"2026, {author}"
release = version = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = "pwlact"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"  # outputs come from the build
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_timeout = 300
