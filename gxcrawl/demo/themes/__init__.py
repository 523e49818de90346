"""How each CMS family dresses a channel: one module per family, `column(articles, …) -> Tree`.

A tree is a plain mapping from addresses to replies, so a test breaks a site by changing one entry of it.
"""
