"""Records → files that work elsewhere: Markdown with front matter, posts, tables; and back again, losing nothing."""
