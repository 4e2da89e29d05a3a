"""The pipeline and the forecast as one page for a browser, complete in itself."""
