-- The index n.ranked_index as its list (reference.ranked_list l, where it has one) ranks it: exact, or rounded half up as the list says.
CASE l.rank_decimals
    WHEN 0 THEN round(n.ranked_index, 0) WHEN 1 THEN round(n.ranked_index, 1) WHEN 2 THEN round(n.ranked_index, 2)
    WHEN 3 THEN round(n.ranked_index, 3) WHEN 4 THEN round(n.ranked_index, 4) ELSE n.ranked_index
END
