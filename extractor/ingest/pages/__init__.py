"""Pages: from words with boxes to lines, tables and the text of a document, whether printed or recognised.

Everything here works in the page's reading frame: points from the top left of the page as it is read.
"""
