def as_html(about, figures):
    return ""
