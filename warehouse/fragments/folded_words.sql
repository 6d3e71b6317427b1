-- n.words as they are compared when people type them: lower case, without marks, every run of other signs one space.
trim(regexp_replace(strip_accents(lower(translate(nfc_normalize(n.words), 'đĐðÐ', 'dddd'))), '[^a-z0-9%]+', ' ', 'g'))
