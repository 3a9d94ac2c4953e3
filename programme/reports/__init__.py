"""Reports: what was told of a period, as page, print, PDF and workbook."""
