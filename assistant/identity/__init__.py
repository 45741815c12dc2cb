"""Who is who: tokens, e-mail codes, device links, and the vault."""
