"""What sold: live board, closing report, programme report, and their proof."""
