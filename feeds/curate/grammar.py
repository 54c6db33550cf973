"""The grammar of topic queries, for lark; ``docs/topics.md`` says the same for editors."""

GRAMMAR = r"""
start: [either]
?either: both ("OR" both)*
?both: single ("AND"? single)*
?single: "NOT" single            -> negation
    | atom
?atom: "(" either ")"
    | FIELD value                -> field
    | CARRIERS                   -> carriers
    | term
?value: "(" either ")" | term
?term: PHRASE                    -> phrase
    | REGEX                      -> regex
    | WORD                       -> word

FIELD.3: /[A-Za-z]+:(?!\/\/)(?=[^\s:)])/
CARRIERS.4: /(?i:carriers)\s*(?:>=|<=|=|>|<)\s*\d+(?![^\s()"“”„«»])/
PHRASE.2: /"[^"]*"|[“”„][^"“”„]*[“”]|«[^"«»]*»/
REGEX.2: /\/(?:[^\/\\]|\\.)+\//
WORD.0: /[^\s()":\/“”„«»][^\s()"“”„«»]*/
%import common.WS
%ignore WS
"""
