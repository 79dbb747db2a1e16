"""Reading spreadsheets as offices have them: files, tables, headers, values. Pure functions, no tables of ours."""
