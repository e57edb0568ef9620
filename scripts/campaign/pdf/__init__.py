"""Display lists to PDF: for offices (RGB), for print shops (CMYK, marks), several on a sheet of paper."""
