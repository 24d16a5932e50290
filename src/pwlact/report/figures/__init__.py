"""Plotly figures as plain JSON objects, one family a file; colours of text and grid are the page's."""
