"""Writing together: what came after, who is here, and two changes of one text as one."""
