"""A verdict as text, JSON, SARIF, workflow commands or Markdown."""
