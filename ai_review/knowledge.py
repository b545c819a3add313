"""Bringing a handbook's Markdown files into the knowledge base, as often as they change."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import DataError, transaction

from ai_review.language import detect_language
from ai_review.models import KnowledgeArticle
from audit.services import SYSTEM, record

ENDINGS = (".md", ".markdown")
MAX_BYTES = 1_000_000
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


class BadFile(Exception):
    """A file that is no article; the message is for people."""


@dataclass
class Report:
    """What became of the files. `left_out`: [(path, reason)]."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: list = field(default_factory=list)

    @property
    def files(self):
        return self.added + self.updated + self.unchanged + len(self.left_out)


def find_files(paths):
    """The Markdown files at or under `paths`, sorted: [(file, key)]. The key is the path within
    the folder that was named, without its ending, or a single file's own name.

    Raises: BadFile for a path that is not there, and for two files with one key.
    """
    found = {}
    for path in paths:
        if not path.exists():
            raise BadFile(f"{path}: there is no such file or folder.")
        inside = sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS)
        for file in inside if path.is_dir() else [path]:
            within = file.relative_to(path) if path.is_dir() else Path(file.name)
            key = within.with_suffix("").as_posix()
            if found.setdefault(key, file).resolve() != file.resolve():
                raise BadFile(
                    f"{found[key]} and {file} have the same name {key}; import them apart."
                )
    return sorted((file, key) for key, file in found.items())


def read_article(file):
    """A file's article as a dict of title, body, language, category and, if it says so, published.

    Its front matter (YAML between two lines of ---) may say title, language, category and
    published; what else it says is the business of others. Without a title the first heading
    serves, and is taken out of the text; without a language that of the text. HTML stays the text
    it is: nothing here or in the workspace runs it. Raises: BadFile.
    """
    text = _text_of(file)
    front, body = _front_matter(text)
    title = front.get("title", "")
    if not title and (heading := _HEADING.search(body)):
        title = heading.group(1)
        body = body[: heading.start()] + body[heading.end() :]
    body = body.strip()
    if not title:
        raise BadFile("it has neither a title nor a heading")
    if not body:
        raise BadFile("it has no text")
    article = {
        "title": title,
        "body": body,
        "language": front.get("language") or detect_language(f"{title}\n{body}") or "en",
        "category": front.get("category", ""),
    }
    if "published" in front:
        article["published"] = front["published"]
    return article


def _text_of(file):
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadFile(f"it is larger than {MAX_BYTES:,} bytes")
        return file.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadFile(f"it is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise BadFile(error.strerror or str(error)) from error


def _front_matter(text):
    """(dict of what we know, the rest of the text)."""
    match = _FRONT.match(text)
    if not match:
        return {}, text
    try:
        said = yaml.safe_load(match.group(1) or "") or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadFile(f"its front matter is not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(said, dict):
        raise BadFile("its front matter is not a list of `name: value`")
    known = {}
    for name in ("title", "language", "category"):
        value = said.get(name)
        if isinstance(value, dict | list):
            raise BadFile(f"its {name} is not a text")
        # YAML takes the code of Norwegian, no, for "false".
        known[name] = "no" if value is False else "" if value is None else str(value).strip()
    if "published" in said:
        if not isinstance(said["published"], bool):
            raise BadFile("its published is neither true nor false")
        known["published"] = said["published"]
    return known, text[match.end() :]


def import_articles(files, *, actor=SYSTEM, published=None, on_file=None):
    """Add and update articles, each in a transaction of its own with its audit event.

    Parameters: `files` as `find_files` gives them; `actor` a User or SYSTEM; `published` True or
    False to overrule the files (None: what a file says, else the desk's setting stays, and a new
    article is published); `on_file(report)` is called after each. Returns the Report.
    """
    report = Report()
    for file, key in files:
        try:
            change = _import(file, key, actor, published)
            setattr(report, change, getattr(report, change) + 1)
        except BadFile as problem:
            report.left_out.append((file, str(problem)))
        if on_file:
            on_file(report)
    return report


def _import(file, key, actor, published):
    """Import one file; returns the name of the Report's counter. Raises: BadFile."""
    fields = read_article(file)
    if published is not None:
        fields["published"] = published
    with transaction.atomic():
        article = KnowledgeArticle.objects.select_for_update().filter(source_key=key).first()
        new = article is None
        article = article or KnowledgeArticle(source_key=key)
        changed = sorted(name for name, value in fields.items() if getattr(article, name) != value)
        if not (new or changed):
            return "unchanged"
        for name, value in fields.items():
            setattr(article, name, value)
        article._history_user = None if actor == SYSTEM else actor
        try:
            article.full_clean(validate_unique=False, validate_constraints=False)
            with transaction.atomic():
                article.save()
        except ValidationError as error:
            reasons = (f"{name}: {' '.join(words)}" for name, words in error.message_dict.items())
            raise BadFile(" ".join(reasons)) from error
        except (DataError, ValueError) as error:
            raise BadFile(f"PostgreSQL refuses it: {str(error).splitlines()[0]}") from error
        action = "article.added" if new else "article.edited"
        record("knowledge", actor, action, article=article.pk, fields=changed,
               published=article.published)  # fmt: skip
    return "added" if new else "updated"
