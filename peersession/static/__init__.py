"""Static files as they are served: hashed, compressed, our CSS in one file and each of our scripts in one.

In development a browser follows `@import` and `import` itself. For everybody else `collectstatic` joins the files
(`storage`), so that a page asks for one style sheet (`sheet`) and one script (`scripts`) instead of eighty files.
"""
