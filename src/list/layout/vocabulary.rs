//! The words that lists use, in whatever language: whoever wants lists in another one to be read
//! adds its words here. Each table says what it decides; how words are compared is said where they
//! are. Decides nothing itself.
//!
//! What is about names and not about lists (`and`, `et al.`, suffixes, groups) is in
//! [`crate::text::vocabulary`].

// Labels of fields, in front of a value or alone on a line. Letters and digits in lower case, as
// `find::label` compares them.

/// Labels of the authors.
#[rustfmt::skip]
pub(super) const AUTHOR_LABELS: &[&str] = &[
    "author", "authors", "作者", "著者", "저자", "autor", "autoren", "autores", "auteurs", "авторы",
];

/// Labels of the abstract.
pub(super) const ABSTRACT_LABELS: &[&str] =
    &["abstract", "摘要", "摘要原文", "초록", "要旨", "抄録"];

/// Labels of the link to the paper.
#[rustfmt::skip]
pub(super) const LINK_LABELS: &[&str] = &[
    "paper", "link", "links", "url", "pdf", "arxiv", "arixv", "arixiv", "id", "arxivid",
    "arxivlink", "paperlink", "paperurl", "链接", "论文", "论文链接", "論文", "논문", "论文/paper", "论文地址",
];

/// Labels of fields that are none of ours, which lists also write without marks: they end the field
/// before them.
#[rustfmt::skip]
pub(super) const OTHER_LABELS: &[&str] = &[
    "code", "github", "date", "venue", "keyword", "keywords", "project", "projectpage", "brief",
    "summary", "tldr", "tags", "note", "notes", "year", "conference", "published", "demo",
    "dataset", "website", "blog", "video", "slides", "代码", "代码/code", "关键词", "日期", "机构", "时间",
    "digest", "submitdate", "comments", "category", "institution", "affiliation", "affiliations",
    "citation", "bibtex", "homepage", "简介", "title", "标题", "progress", "released", "intro",
];

/// Other labels that count where one is all of a line, without a colon: they end the field before
/// them.
pub(super) const LABELS_ALONE: &[&str] = &["tldr", "summary"];

/// Parts of labels of lines on which lists put the paper's links, too:
/// `**SubmitDate**: 2025-02-26 [abs](…) [pdf](…)`.
pub(super) const LABELS_BESIDE_LINKS: &[&str] = &["date", "publi", "venue", "year"];

/// Heads of table columns that hold the titles.
#[rustfmt::skip]
pub(super) const TITLE_HEADS: &[&str] = &[
    "title", "titles", "papertitle", "题目", "标题", "论文题目", "论文标题", "论文名称", "论文名", "タイトル", "題名", "제목",
    "titel", "titre", "título", "titulo", "название",
];

/// Words in the `<summary>` of a container that say that it holds the abstract.
pub(super) const SUMMARIES_OF_ABSTRACTS: &[&str] = &["abstract", "摘要"];

/// Beginnings of a `<summary>` that only invites to open the container, and says nothing of what it
/// holds.
pub(super) const SUMMARY_INVITES: &[&str] =
    &["show", "click", "expand", "more", "details", "展开", "点击"];

// Texts of links. `find::link_text` compares letters and digits in lower case.

/// What is no title, wherever its link leads: words of templates and of prose.
#[rustfmt::skip]
pub(super) const TITLE_TEMPLATES: &[&str] = &[
    "here", "this", "title", "papertitle", "papername", "paper", "titleofpaper", "titleofthepaper",
    "论文标题", "论文名称",
];

/// Texts that only say where their link leads, and are no title.
#[rustfmt::skip]
pub(super) const LINK_TEXTS: &[&str] = &[
    "paper", "papers", "pdf", "arxiv", "abs", "abstract", "link", "links", "url", "doi", "html",
    "source", "code", "codes", "github", "git", "repo", "repository", "project", "page", "website",
    "webpage", "homepage", "site", "home", "demo", "demos", "video", "videos", "youtube", "blog",
    "blogpost", "post", "slides", "slide", "ppt", "poster", "talk", "notes", "note", "bib",
    "bibtex", "cite", "citation", "data", "dataset", "datasets", "model", "models", "weights",
    "checkpoint", "official", "unofficial", "tensorflow", "pytorch", "torch", "keras", "caffe",
    "caffe2", "jax", "mxnet", "matlab", "lua", "tf", "review", "reviews", "openreview", "supp",
    "suppl", "supplementary", "appendix", "publication", "preprint", "article", "huggingface", "hf",
    "twitter", "x", "tweet", "colab", "api", "docs", "documentation", "tutorial", "star", "stars",
    "web", "book", "report", "news", "press", "media", "images", "benchmark", "leaderboard", "cvf",
    "acm", "ieee", "neurips", "nips", "论文", "代码", "主页", "项目", "链接", "论文链接", "摘要", "解读", "博客", "视频",
    "数据集", "tbd", "poem", "read", "more",
];

/// Words that begin such a text: `Paper (OpenReview)`, `official code - caffe`.
#[rustfmt::skip]
pub(super) const LINK_TEXT_BEGINNINGS: &[&str] = &[
    "paper", "pdf", "arxiv", "github", "official", "unofficial", "supplementary", "hugging",
];

/// Words that end one: `MIT short paper`, `Project page`.
#[rustfmt::skip]
pub(super) const LINK_TEXT_ENDINGS: &[&str] = &[
    "paper", "pdf", "code", "page", "website", "slides", "poster", "blog", "link", "repo",
    "implementation",
];

/// Parts of such a text that say that its link leads to something else than the paper.
#[rustfmt::skip]
pub(super) const LINK_TEXTS_OF_OTHERS: &[&str] = &[
    "code", "github", "project", "page", "website", "demo", "data", "video", "blog",
];

/// Words of which a link's text consists that names the link, in table cells and raw HTML.
#[rustfmt::skip]
pub(super) const LINK_LABEL_WORDS: &[&str] = &[
    "paper", "pdf", "arxiv", "link", "url", "abs", "html", "code", "github", "git", "project",
    "page", "website", "demo", "here", "doi", "preprint", "tweet", "data", "dataset", "video",
    "blog", "slides", "论文", "链接", "代码",
];

// Names, and what stands around them.

/// Words in capitals that make a text no name: of organisations, venues, subjects. In lower case,
/// without a plural's `s`.
#[rustfmt::skip]
pub(super) const TOPICS: &[&str] = &[
    // organisations
    "university", "universität", "université", "universidad", "institute", "institut", "laboratory",
    "laboratories", "college", "academy", "school", "department", "center", "centre", "inc", "corp",
    "corporation", "google", "deepmind", "openai", "microsoft", "nvidia", "alibaba", "tencent",
    "baidu", "bytedance", "ibm", "tsinghua", "stanford", "anthropic", "company", "foundation",
    "technology", "technologies", "hospital",
    // venues
    "arxiv", "preprint", "neurip", "corl", "siggraph", "conference", "workshop", "proceeding",
    "transaction", "journal", "symposium", "springer", "ieee", "acm", "elsevier", "nature",
    "science", "letter", "magazine", "advance", "annual", "international", "national", "finding",
    "spotlight", "poster", "thesis", "report", "survey", "review", "book", "chapter", "volume",
    "track", "challenge", "award", "accepted", "published", "submitted", "january", "february",
    "march", "july", "september", "october", "november", "december",
    // what lists say of papers
    "paper", "code", "project", "github", "website", "dataset", "data", "benchmark", "demo",
    "video", "blog", "slide", "keyword", "abstract", "summary", "author", "link", "official", "pdf",
    "venue", "tag", "todo", "update",
    // subjects
    "learning", "vision", "network", "neural", "model", "modeling", "modelling", "language",
    "large", "machine", "artificial", "intelligence", "system", "algorithm", "method", "framework",
    "approach", "analysis", "image", "text", "speech", "audio", "detection", "segmentation",
    "recognition", "generation", "generative", "reasoning", "reinforcement", "supervised",
    "unsupervised", "representation", "transformer", "attention", "diffusion", "gaussian",
    "training", "inference", "optimization", "optimisation", "computer", "computing", "computation",
    "robot", "robotic", "medical", "graph", "knowledge", "human", "feedback", "alignment", "safety",
    "security", "privacy", "policy", "reward", "preference", "agent", "planning", "memory",
    "understanding", "estimation", "prediction", "classification", "adaptation", "transfer",
    "translation", "retrieval", "question", "answering", "tracking", "reconstruction", "rendering",
    "scene", "visual", "multimodal", "theory", "application", "evaluation", "toward", "using",
    "with", "for", "from", "via", "in", "on", "of", "the", "an", "by", "are", "we", "this", "it",
    "task", "domain", "feature", "object", "pattern", "processing", "natural", "engineering",
    "research", "study", "software", "hardware", "distributed", "federated", "online", "offline",
    "foundation", "robustness", "interpretability", "efficient", "based", "experience", "attack",
    "defense",
];

/// Words that begin what stands behind names: a venue. They end the names.
#[rustfmt::skip]
pub(super) const VENUES: &[&str] = &[
    "arxiv", "preprint", "neurips", "iclr", "icml", "cvpr", "corl", "eccv", "iccv", "in",
    "proceedings", "proc", "ieee", "acm", "journal", "conference", "workshop", "springer",
    "findings", "transactions", "international", "under", "accepted", "submitted",
];

/// Words among names that may be in lower case, beside particles.
pub(super) const IN_NAMES: &[&str] = &["jr", "mc", "ben", "abu", "and"];

/// What may stand between a title and its authors; the first one behind a comma, too.
pub(super) const BY: &[&str] = &["by ", "By "];

/// Words that end with a stop of their own: it is not the end of the authors.
pub(super) const KEEP_THEIR_STOP: &[&str] = &["al", "Jr", "Sr"];

// Titles in plain text.

/// Words with which no title ends: the text is prose, and the link behind it a part of its
/// sentence.
#[rustfmt::skip]
pub(super) const WORDS_THAT_GO_ON: &[&str] = &[
    "at", "in", "from", "see", "of", "on", "by", "is", "the", "and", "to",
];

// Keys of YAML front matter, in lower case.

/// Fields that hold authors.
pub(super) const AUTHOR_KEYS: &[&str] = &["authors", "author"];

/// Fields that may hold a bare id.
pub(super) const ID_KEYS: &[&str] = &["arxiv", "arxiv_id", "arxivid", "arxiv-id", "eprint"];

/// Fields that hold an address of the paper.
#[rustfmt::skip]
pub(super) const ADDRESS_KEYS: &[&str] = &[
    "doi", "url", "link", "paper", "paper_url", "paperurl", "url_pdf", "pdf", "pdf_url",
    "url_preprint", "preprint", "arxiv_url", "url_paper", "source",
];

// Fields of BibTeX, in lower case.

/// Fields that may name the paper.
#[rustfmt::skip]
pub(super) const BIBTEX_LINKS: &[&str] = &[
    "eprint", "url", "doi", "journal", "volume", "note", "howpublished", "booktitle",
];
