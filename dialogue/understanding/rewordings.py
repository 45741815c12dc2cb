"""Roundabout ways of going back, leaving out and including, in the words that the readers know: "can we go back to the server we had".

Each row stands by its own cue; the cue is looked for in small letters before its pattern is tried.
"""

import re
from collections.abc import Callable

from dialogue.patterns import regex
from dialogue.understanding.numbers import COUNT

_NOUN = r"(?:regions?|locations?|sizes?|machines?|servers?|workers?|apps?|domains?|(?:web\s+)?address(?:es)?|label|mail|e-?mail|name)"
_OUT = r"(?:drop|remove|delete|skip|scrap|ditch|lose|cut)\s+(?:the\s+|our\s+)?[^.;!?…\n]{2,40}?|(?:take|leave|throw|kick|cut)\s+(?:the\s+|our\s+)?[^.;!?…\n]{2,40}?\s+out"
_WE_HAD = regex(
    rf"(?i)\b(?:go|get|switch|change|move|be|return)(?:\s+back)?\s+(?:back\s+)?to\s+(?:the|our)\s+(?P<what>{_NOUN})\s+(?:that\s+|which\s+)?(?:we|i|you)\s+(?:had|used|took|started\s+with|chose|began\s+with)(?:\s+(?:before|first|at\s+first|earlier|originally))?"
)
""" "go back to the server we had"."""
_BEGINS_ANEW = regex(r"(?i)(?<![.,;!?\s])\s+(?=(?:can|could|may)\s+(?:we|you|i)\s+(?:please\s+)?(?:go|switch|get|change|move)\s+back\b)")
""" "too expensive can we go back to …": two sentences in one breath."""
_NUMBER_OF = regex(r"(?i)\b(?P<which>original|old|previous|earlier|first|initial)\s+(?:number|count|amount)\s+of\s+(?P<what>workers?|regions?)")
_WOULD_LIKE = regex(rf"(?i)(?:^|(?<=[.!?]\s))[^.!?\n@]{{0,40}}?\b(?:would\s+(?:like|prefer|rather\s+have)|'d\s+(?:like|rather\s+have|prefer)|wants?|asks\s+for)\s+(?=the\s+{_NOUN}\s+(?:as|like|how|the\s+way)\s+(?:it|they)\s+(?:was|were)\b)")
""" "the treasurer would like the size as it was before"."""
_IN_THAT_MESSAGE = regex(r"(?i)\b(?:forget|ignore|scrap|scratch|disregard|drop|undo)\s+(?:everything|all|anything|what\s+(?:i|we)\s+(?:said|wrote|put))\s+(?:in|from|of)\s+(?:that|my|the|this)\s+(?:very\s+)?(?:last\s+|previous\s+)?(?:message|sentence|line|text|one)\b")
_SAID_ABOUT_SLOT = regex(rf"(?i)\b(?:forget|ignore|scrap|scratch|disregard|never\s+mind)\s+what\s+(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?said\s+(?:about|on|of|regarding|concerning)\s+(?P<what>(?:the|our)\s+{_NOUN})(?=\s*(?:[.,;!?\n]|$))")
_SAID_ABOUT = regex(r"(?i)\b(?:forget|ignore|scrap|scratch|disregard|never\s+mind)\s+what\s+(?:i|we)(?:'ve|\s+have)?\s+(?:just\s+)?said\s+(?:about|on|of|regarding|concerning)\s+(?P<what>(?!(?:the\s+)?(?:EU|Europe\w*|GDPR|HIPAA|DORA|residency|law|data)\b)[\w' -]{3,30}?)(?=\s*(?:[.,;!?\n]|$))")
_WRONG_ABOUT = regex(
    r"(?i)\b(?:i|we)\s+(?:was|were)\s+wrong\s+(?:about|with)\s+(?P<old>[\w. -]{2,30}?)\s*[,.;–-]+\s*(?:so\s+)?(?:(?:let's|let\s+us|please|we|i'd\s+like\s+to|we'd\s+like\s+to)\s+)*(?:return|go\s+back|switch\s+back|come\s+back|revert|move\s+back)\s+to\s+(?P<new>[\w. -]{2,30}?)(?=\s*(?:[,;!?\n]|\.(?:\s|$)|$))"
)
_BACK_TO_PLACE = regex(r"(?P<before>[.;!?,]\s*)(?:(?i:oh|no|sorry|wait|well|hm+)[\s,]+)*(?i:back\s+to)\s+(?P<place>[A-Z]\w+)")
""" "No, Helsinki. Oh no, sorry, back to Nuremberg"."""
_OUT_AND_IN = regex(
    rf"(?i)\b(?:{_OUT})\s*(?:[.,;!?…–-]+\s*)+(?:(?:hm+|oh|no|wait|actually|sorry|well|on\s+second\s+thoughts?|hang\s+on|hold\s+on)[\s,.]*)+(?:please\s+)?(?:leave|keep)\s+(?:it|that|them|those)(?:\s+(?:in|there|on))?(?:\s+after\s+all)?(?=\s*(?:[.,;!?\n]|$))"
)
""" "take the wiki out. hm, no, leave it in"."""
_BUT_IN = regex(
    r"(?i)\b(?:anything|anywhere|any(?:\s+(?:place|region|city|town))?)\s+(?:but|except|other\s+than)\s+(?P<x>(?-i:[A-Z])\w+)[\s,]+(?:as\s+long\s+as|so\s+long\s+as|provided(?:\s+that)?|if|but)\s+(?:it's|it\s+is|that's|it\s+stays|it\s+remains|we\s+stay|we're)\s+(?:still\s+)?in\s+(?P<y>[\w ]{2,25}?)(?=\s*(?:[.,;!?\n]|$))"
)
_BAR = regex(r"(?i)(?<=\w),\s+bar\s+(?=(?:the|any|our|that)\b)")
_NOT_THAT = regex(r"(?i)\bit(?:'s|\s+is|\s+isn't|\s+is\s+not)\s+(?:not\s+)?that\s+(?P<who>we|i)\s+(?:don't|dont|do\s+not)\s+(?P<verb>want|need)\b(?=[^.!?]{0,60}[.!?,]\s*(?:but\s+)?(?:we|i|of\s+course\s+(?:we|i))\s+do\b)")
_NOT_ONLY = regex(r"(?i)\bnot\s+(?:only|just|merely)\s+(?P<one>[^.;!?\n]{2,40}?),?\s+but\s+(?:also|too|as\s+well|equally)?\s*(?=\w)")
_NOTHING_LESS = regex(r"(?i)\bnothing\s+(?:less|smaller|short)\s+(?:than|of)\s+(?=(?:an?\s+)?(?:dedicated|large|extra|\d|c[pca]?x))")
_DEDICATED = regex(r"(?i)(?:^|(?<=,\s)|(?<=;\s))dedicated(?=\s*[,;]|\s*$|\.(?:\s|$))")
_FOR_THEM = regex(r"(?i)\bworkers?\b(?P<mid>[^.;!?\n]{0,70}?)\b(?P<sku>c[pca]?x\d\d)\s+(?:is|would\s+be|will\s+be|'s)\s+(?:plenty|enough|fine|ok|good|sufficient|okay|right|big\s+enough)\s+for\s+(?:them|those)\b")
_COME_FIRST = regex(r"(?i)\b(?:can|could|may|should)\s+(?P<which>the\s+\w+\s+one|(?-i:[A-Z])\w+)\s+(?:please\s+)?(?:come|be|go|stand)\s+first(?=\s*(?:[.,;!?\n]|$))")
_ALL_OF_THEM = regex(r"(?i)^(?P<lead>[\s,.!]*(?:(?:ok(?:ay)?|yes|yeah|good|great|fine|right|alright|well|then|sure)[\s,.!]+)*)(?:all|both)\s+of\s+(?P<them>them|those|these)(?=\s*(?:[.,;!?\n]|$)|\s+(?:except|but|apart|minus|without|save|please)\b)")
_BACK_SINCE = regex(r"(?i)\b(?:i|we)(?:'ll|\s+will)?\s+(?:have|need|must|had)\s+to\s+take\s+that\s+back(?=\s*[.;,!–-]+\s*since\b)")
_ORIGINALLY = regex(r"(?i)\bback\s+to\s+(?:what|how|as|where)\s+(?P<it>it|that|they)\s+(?:was|were)\s+(?:at|in)\s+the\s+(?:very\s+)?(?:beginning|start|outset|first)\b")

_AS_MANY = regex(r"(?i)(?P<drop>\b(?:remove|drop|delete|skip|forget|leave\s+out|strike)\s+[\w'’-]+)\s*[,;.–-]+\s*(?:the\s+)?(?:other\s+)?(?:two|three|four|2|3|4)\s+(?:regions?\s+|sites?\s+|of\s+them\s+)?(?:are|is|will\s+be)\s+(?:enough|plenty|fine|sufficient)")
_ON_THE_PHONE = regex(r"(?i)\b(?P<do>(?:give|leave|send|fill\s+(?:in|out)|answer|do)\s+[^.;!?\n]{0,40}?)\s+(?:on|from|with|via|by)\s+(?:the|their|a)\s+(?:mobile\s+|cell\s*)?phones?\b")

_ONLY_SO_MANY = regex(
    rf"(?i)\b{COUNT}\s+(?P<what>workers?(?:\s+nodes?)?|regions?)\s*(?:[,;.…–-]+\s*)+(?=[^.;!?\n]{{0,30}}?\b(?:sorry|wait|actually|only|just|make|rather|hang|pardon|say)\b)(?:(?:no|wait|sorry|hm+|actually|oh|well|hang\s+on|pardon)[\s,.…]*)+(?:(?:just|only|make\s+(?:it|that)|rather|better|let's\s+say|say)\s+)*(?P<n>{COUNT})(?=\s*(?:[.,;!?\n]|$)|\s+(?:please|then|only|is\s+enough|will\s+do)\b)"
)
""" "add two workers, no, sorry, only one"."""

_FOR_NOW_THE = regex(r"(?i)(?<![,.;!?])\s+(?P<now>for\s+now|for\s+the\s+moment|at\s+first|to\s+begin\s+with)\s+(?=(?:the|a|an|our|just|only)\s+[\w' -]{2,30}?\s+(?:is|are|will\s+be|would\s+be|will)\s+(?:enough|plenty|fine|sufficient|do)\b)")
""" "forget the list for now the website is enough": the second half begins without a stop."""

_WAS_FINE = regex(
    rf"(?i)\b(?:the|our)\s+(?P<what>{_NOUN})\s+(?:was|were)\s+(?:actually\s+|just\s+|quite\s+)?(?:fine|ok(?:ay)?|good|better|right|perfect|nicer|all\s+right)(?:\s+(?:as|how|the\s+way)\s+(?:it|they)\s+(?:was|were))?(?:\s+(?:at\s+first|before|originally|earlier|until\s+now))?"
    r"\s*[,.;!…–-]+\s*(?:so\s+|please\s+)*(?:change|put|set|bring|turn|switch|make|take)\s+(?:that|it|them|this)\s+back(?:\s+(?:again|please))*"
)
""" "the machine was fine as it was at first, change that back"."""
_I_PICKED = regex(rf"(?i)\b(?:go|get|switch|change|move|be|return)(?:\s+back)?\s+(?:back\s+)?to\s+(?:the|our|my)\s+(?P<what>{_NOUN})\s+(?:that\s+|which\s+)?(?:we|i)(?:'d|\s+had)?\s+(?:picked|chose|chosen|wanted|said|named|gave\s+you|told\s+you|asked\s+for|had)\s+(?:at\s+)?(?:first|originally|in\s+the\s+beginning|to\s+begin\s+with)")
_WAS_A_SLIP = regex(
    r"(?i)\b(?P<what>(?:the|that|our)\s+[\w' -]{2,30}?)\s+(?:was|were)\s+(?:a|an|my)\s+(?:slip|mistake|error|typo|oversight|misclick|misunderstanding|blunder)(?:\s+(?:of\s+mine|of\s+ours|on\s+(?:my|our)\s+part|from\s+me))?"
    r"\s*[,.;!…–-]+\s*(?:so\s+|please\s+|just\s+)*(?:take|leave|get|throw|kick|cut|strike)\s+(?:it|that|them)\s+(?:back\s+)?(?:out|off|away)(?:\s+again)?"
)
""" "the second region was a slip of mine, take it out again"."""
_OUT_AGAIN = regex(r"(?i)(?:^|(?<=[.!?…]\s)|(?<=[,;]\s))(?P<what>(?:the\s+)?(?:workers?|worker\s+nodes|high\s+availability|ha|(?:second|third|other)\s+(?:one|region|site)))\s+out(?:\s+(?:again|please))*(?=\s*(?:[.,;!?\n]|$))")
_JUST_SITE = regex(r"(?i)\b(?P<only>just|only)\s+(?P<the>the|a|our)\s+site(?=\s*(?:[.,;!?\n]|$))")
_YES_AND_NO = regex(r"(?P<a>\b[A-Z]\w+)\s*[:=-]?\s*(?i:yes)\s*[,;.]?\s*(?:(?i:but)\s+)?(?P<b>\b[A-Z]\w+)\s*[:=-]?\s*(?i:no)(?=\s*(?:[.,;!?\n]|$))")
""" "Germany yes, Falkenstein no"."""

_ONLY_SAID = regex(r"(?i)\b(?:i|we)\s+(?:only|just)\s+(?:said|wrote|typed|took|picked|chose|named|put)\s+(?P<what>[^.,;!?\n]{2,40}?)\s+(?:because|since|as\s+(?:that|it|we|i)\b)[^.;!?\n]*")
""" "I only said Ashburn because that's where we were at my old job"."""

_WANTED_BACK = regex(
    r"(?i)\b(?:wants?|needs?|insists?\s+on|would\s+like|asks?\s+for|miss(?:es)?)\s+(?P<what>(?:the\s+|that\s+)?[\w' -]{2,25}?)\s+(?:after\s+all|again|back)\s*[,.;–-]*\s*(?:so\s+|please\s+|and\s+)*(?:bring|put|take|have|add)\s+(?:it|that|them)\s+(?:back(?:\s+in)?|in\s+again)(?:\s+please)?"
)
""" "the boss wants Helsinki after all, so bring it back"."""

_SPELT_AREA = regex(r"(?i)\b(?P<the>the|in|inside|within)\s+e\s?u\b(?!\s+\w\b)")
""" "in the e u", as it is heard."""
_OF_THESE = regex(
    rf"(?i)\bthe\s+(?P<n>first|second|third|fourth|fifth|last|middle)\s+(?:one\s+)?of\s+(?:(?:these|those|them|the)\b)(?:\s+(?:two|three|four|five|2|3|4|5))?(?P<what>\s+{_NOUN})?(?=\s+(?:should|must|has|ought|to|off|out|away|is|can|could|may|goes|go|please|again|instead)\b|\s*(?:[.,;!?\n]|$))"
)
""" "the last of these three apps", "the second of those should be Nuremberg"."""
_SAID_TOO_MUCH = regex(r"(?i)\b(?:i|we)(?:'d|\s+(?:was|were|had|am|are)|'m|'re)?\s+(?:just\s+|nearly\s+|almost\s+|first\s+)?(?:going|about|tempted|wanting|meaning)\s+to\s+(?:say|ask\s+for|write|type|name|suggest|pick|take|go\s+for)\s+[^.,;!?\n]{2,40}?\s*(?:,|-|–)?\s+but\s+(?:then\s+)?(?:no\b[\s,.]*(?:never\s*mind)?|never\s*mind|(?:i|we)\s+(?:won't|don't|didn't|thought\s+better\s+of\s+it|changed\s+(?:my|our)\s+minds?)|let's\s+not|better\s+not|on\s+second\s+thoughts?\s+(?:no|not))[\s,;.:–-]*")
""" "I was going to say Helsinki but no, never mind, leave the region as it is"."""
_BACK_TO_HAD = regex(rf"(?i)(?P<before>^|[.,;!?]\s*)(?:(?:so|then|please|let's\s+go|go|ok(?:ay)?)[\s,]+)*back\s+to\s+(?:the|our)\s+(?P<what>{_NOUN})\s+(?:that\s+|which\s+)?(?:we|i|you)(?:'d)?\s+(?:had|used|started\s+with|chose|began\s+with)(?:\s+(?:had|before|first|at\s+first|earlier|originally))*")
""" "pricey, back to the size we had before"."""
_WHERE_IT_IS = regex(r"(?i)\bput\s+(?P<new>[\w-]+(?:\s[\w-]+)?)\s+(?:back\s+)?(?:in\s+)?where\s+(?P<old>[\w-]+(?:\s[\w-]+)?)\s+(?:is|was|stands|sits)(?:\s+(?:now|at\s+the\s+moment|right\s+now|currently))?")
""" "put Helsinki back where Nuremberg is now"."""
_RIGHT_AFTER_ALL = regex(r"(?:^|(?<=[.!?,;]\s))(?P<x>[A-Z][\w'’-]+)\s+(?i:was)\s+(?i:(?:actually\s+)?(?:right|fine|correct|better|the\s+right\s+(?:one|choice|place|region))\s+(?:after\s+all|all\s+along|before|to\s+begin\s+with))")
""" "Nuremberg was right after all"."""
_YES_THEN_NO = regex(r"(?i)(?:^|(?<=[.!?:]\s))(?!(?:oh|well|ok(?:ay)?|so|and|but|hm+|ah|um+|a|the\s+code|he|she|they|we|i|it|that)\b)(?P<a>(?:the\s+)?[a-z][\w'’-]+(?:\s[\w'’-]+)?)\s*[:=-]?\s+yes\s*[,;.]\s*(?:but\s+)?(?P<b>(?:the\s+)?[a-z][\w'’-]+(?:\s[\w'’-]+)?)\s*[:=-]?\s+no(?=\s*(?:[.,;!?\n]|$))")
""" "surveys yes, wiki no"."""
_MAKE_THEM = regex(r"(?i)\b(?:could|can)\s+(?P<what>(?:the|our)\s+(?:workers?|worker\s+nodes|servers?|machines?|control\s+planes?))\s+(?:please\s+)?be\s+(?:made\s+)?(?P<how>(?:(?:one|a|two)\s+(?:sizes?|steps?|notch(?:es)?)\s+)?(?:bigger|larger|smaller|up|down))\s*\?\s*(?=(?:only|just)\b)")
""" "could the workers be one size bigger? only the workers"."""
_DO_PUT = regex(r"(?i)\bdo\s+(?P<verb>put|add|include|install|keep|take|leave)\s+(?P<what>(?!(?:it|that|them|this|you|not|in)\b)[^.,;!?\n]{3,40}?)(?:\s+in)?(?=\s*(?:[.,;!?\n]|$))")
""" "but do put uptime monitoring in"."""
_THE_NORMAL_ONE = regex(r"(?i)\b(?:leave|keep|have|take|stick|stay)\s+(?:it|that|them|everything)?\s*(?:at|with|on|to)?\s*the\s+(?:normal|usual|standard|ordinary|regular|plain|present|current|same)\s+ones?\b")
""" "no thanks, leave it at the normal one": nothing is counted."""

_ON_BEHALF = regex(
    r"(?i)(?P<who>\b(?:for|behalf\s+of)\s+(?:my|our|a|his|her|their)\s+(?:\w+\s+)?(?:cousin|brother|sister|mother|father|mum|mom|dad|uncle|aunt|nephew|niece|son|daughter|wife|husband|friend|neighbou?r|client|customer|colleague|partner|boss)(?:'s)?\b(?:[^\n@]{0,120}?[\s,.;]))"
    r"(?:she's|he's|they're|she\s+is|he\s+is|they\s+are)\s+(?=(?:based\s+|located\s+|over\s+|up\s+|down\s+|out\s+)?in\s+(?-i:[A-Z]))"
)
""" "it's for my sister's company. She's in Winnipeg": whoever orders for somebody says where those are."""

_WANTED_IT_BACK = regex(
    r"(?i)(?:^|(?<=[.!?]\s))[^.!?\n@]{0,40}?\b(?:wants?|needs?|insists?\s+on|would\s+like|asks?\s+for|miss(?:es)?)\s+(?:it|that|them|those)\s+(?:after\s+all|again|back)\s*[,.;–-]*\s*(?:so\s+|please\s+|and\s+)*(?:bring|put|take|have|add)\s+(?:it|that|them)\s+(?:back(?:\s+in)?|in\s+again)(?:\s+please)?"
)
""" "oh, my boss wants it after all, put it back in"."""
_PUT_AS_BEFORE = regex(rf"(?i)\b(?:put|set|change|turn|move)\s+(?:the|our)\s+(?P<what>{_NOUN})\s+back\s+(?:to\s+)?(?:as|how|what|where|like)\s+(?:before|(?:it|they|we)\s+(?:was|were|had)(?:\s+(?:it|them))?(?:\s+before)?)(?!\s+(?:at|in)\s+the\b)")
""" "put the workers back as before"."""
_SAME_FOR_ME = regex(r"(?P<there>\b(?i:clouds?|servers?|machines?|sites?|everything|stuff|sovereign)\s+(?i:is|are|sits?|runs?|stands?|lives?)\s+(?i:all\s+)?(?i:in|at)\s+(?P<place>[A-Z]\w+)\b[^\n]{0,60}?[.;,!]\s*)(?i:(?:the\s+)?same\s+(?:for|with)\s+(?:me|us)\b)")
""" "my brother's cloud is in Nuremberg. Same for me please"."""
_TOLD_TO_NEED = regex(
    r"(?i)\b(?:i|we)\s+(?:was|were|have\s+been|'ve\s+been|got)\s+told\s+(?:by\s+[^.,;!?\n]{2,40}?\s+)?(?:that\s+)?(?:i|we)(?:'d|\s+would)?\s+(?:need|want|must\s+have|should\s+(?:have|take|get))(?:ed)?\s+[^.!?\n]{2,120}[.!?]+\s*"
    r"(?:(?:but\s+|and\s+)?(?:i|we)\s+(?:do\s+not|don't|really\s+don't)\s+(?:want|need)\s+(?:any\s+of\s+)?(?:that|it|those|them|this)\b[^.!?\n]{0,30}[.!?]+\s*)"
)
""" "I was told that I need a customer database and a chat robot. I do not want any of that."."""
_DONT_NEED_TAKE = regex(r"(?i)(?P<what>\bthe\s+(?:last|first|other)(?:\s+(?:two|three|one|ones))?)\s+(?:(?:that|which)\s+)?(?:we|i)\s+(?:don't|do\s+not|won't|no\s+longer)\s+(?:really\s+)?(?:need|want|use)\s*[,.;–-]+\s*(?:so\s+|please\s+)*(?:take|leave|throw|kick)\s+(?:it|them|those|these|that)(?:\s+(?:two|three|one))?\s+(?:out|off|away)")
""" "the last two we don't need, take those two out"."""
_PAPERS_SAY = regex(r"(?i)(?:\b(?:no|wait|sorry|oh|hm+|actually)[\s,.]+)*\b(?:the|our|my)\s+(?:papers?|register|licen[cs]e|certificate|sign|letterhead|contract|statutes|documents?|deed)\s+(?:says?|reads?|have|has|call\s+(?:it|us))\s+(?P<name>(?-i:[A-Z])[^.,;!?\n]{1,50}?)(?=\s*[.,;!?\n]|\s*$)")
""" "no wait, the papers say Open Simsim"."""
_EIGHT_IN_EACH = regex(rf"(?i)\b(?:i|we)\s+(?:meant|mean)\s+(?P<n>{COUNT})\s+(?:(?:in|for|at|per)\s+)?each(?:\s+(?:one|of\s+(?:them|those|these|the\s+two)))?(?=\s*(?:[.,;!?\n]|$))")
""" "no wait, I meant five in each of them"."""

_BIGGER_THAN_THAT = regex(r"(?i)(?P<step>\b(?:one|a|two)\s+(?:sizes?|steps?|notch(?:es)?)\s+(?:bigger|larger|smaller|up|down|cheaper))\s+than\s+(?:that|this|it|now|the\s+one\s+(?:we|you)\s+have)\b")
""" "one size bigger than that please"."""

_COULD_BE = regex(r"(?i)\b(?:it\s+)?could\s+be\s+(?P<a>(?-i:[A-Z])\w+)\s*,?\s+(?:or\s+)?(?:it\s+)?could\s+(?:also\s+)?be\s+(?P<b>(?-i:[A-Z])\w+)")
""" "could be Nuremberg, could be Helsinki"."""
_ASKED_AND_REFUSED = regex(
    r"(?i)(?:^|(?<=[.!?]\s))(?:our|my|the)\s+[\w' -]{2,30}?\s+(?:asked|asks|wanted|wants|told|tells|urged|advised|demanded|demands)\s+[^.!?\n@]{3,100}[.!?]+\s*(?=(?:but\s+)?(?:i|we)\s+(?:told\s+(?:them|him|her)\s+no|said\s+no|refused|declined|turned\s+(?:that|it|them|him|her)\s+down|won't\s+do\s+(?:that|it))\b)"
)
""" "our insurer asked us to keep everything in the EU. We told them no"."""
_NOT_SO_SILLY = regex(r"(?i)(?:^|(?<=[.!?,;]\s))(?:(?:hm+|oh|well|actually|no|ok(?:ay)?)[\s,]+)*(?:the\s+)?(?P<what>(?!(?:it|that|this|he|she|they|we|i)\b)[\w' -]{2,30}?)\s+(?:wasn't|was\s+not|isn't|is\s+not)\s+(?:that|so|such\s+a)\s+\w+(?:\s+\w+)?\s*[.,;!–-]+\s*(?:so\s+|please\s+)*(?:put|bring|take|add)\s+(?:it|that)\s+(?:back(?:\s+in)?|in\s+again)")
""" "hmm, formbricks wasn't that silly. put it back"."""
_NOTHING_BIGGER = regex(r"(?i)\b(?:don't|do\s+not)\s+(?:want|need)\s+(?:anything|something)\s+(?:bigger|larger|stronger|more(?:\s+\w+)?)\s+than\s+(?=(?:an?|the)\s)")
""" "I don't want anything bigger than a small server"."""
_NO_NOT_FOR = regex(r"(?i)(?:\band\s+)?\bno,\s+not\s+for\s+(?:an?\s+|the\s+|our\s+|my\s+)?[\w' -]{2,30}?,\s+(?:but\s+)?(?=for\s)")
""" "and no, not for a newsletter, for my blog"."""
_YOUR_KIND = regex(rf"(?i)\bof\s+your\s+(?:kind|sort|type)\s+of\s+(?P<what>worker|server|machine)s?\s*,?\s+(?:i|we)(?:'d|'ll)?\s+(?P<verb>want|need|take|like|have)\s+(?P<n>{COUNT})\b")
""" "of your kind of worker I want three"."""
_ON_THE_WINDOW = regex(r"(?i)\b(?:the\s+)?name\s+(?:on|over|above|across)\s+(?:the|our|my)\s+\w+\s+(?=(?:is|reads|says)\b)")
_EVRY = regex(r"(?i)\bevry(?=\s*(?:week|day|month|year|time|one|body|morning|evening|night|thing)\b)")
_FREE_ONLY = regex(r"(?i)\b(?:for|as)\s+(?:the|our|my)\s+(?:free\s+|web\s+)?(?P<what>address|label|sub-?domain)\s*[,;:–-]+\s*(?:only|just|simply|plain)\s+(?P<label>[a-z][a-z0-9-]{1,40})(?=\s*(?:[.,;!]|$))")
""" "don't take that long thing for the free address, only gulbahar"."""

_LABELLED_KIND = regex(rf"(?i)\bworkers\s*:\s*(?P<n>{COUNT})\s*,\s*(?P<kind>(?:shared|dedicated|small|medium|large|extra\s+large)(?:\s+(?:small|medium|large|extra\s+large))?)(?=\s*(?:[.;\n]|$))")
""" "Workers: three, dedicated."."""

_ASKED_NONE = regex(r"(?i)\b(?P<what>workers?|apps?|worker\s+nodes)\s*\?\s*(?:no[,.]?\s+)?(?:(?:we|i)\s+(?:don't|do\s+not)\s+(?:want|need)\s+(?:any|them|those)|(?:we|i)\s+(?:need|want)\s+none|none)\b")
""" "workers? we don't want any"."""

_OLD_WAS_RIGHT = regex(
    rf"(?i)(?:^|(?<=[.!?,;]\s))(?:(?:no|nah|nope|oh|hm+|actually|well|wait|sorry)[\s,.]+)*the\s+(?P<which>old|first|previous|earlier|original|former)\s+(?P<what>{_NOUN})\s+(?:was|were)\s+(?:actually\s+|just\s+|much\s+)?(?:the\s+)?(?:right|better|best|fine|nicer|correct|ok(?:ay)?|good)(?:\s+one)?(?:\s+(?:after\s+all|all\s+along|before))?"
    r"(?:\s*[,.;!–-]+\s*(?:so\s+|please\s+)*(?:change|put|set|bring|turn|switch|make|take)\s+(?:that|it|them|this)\s+back(?:\s+(?:again|please))*)?(?=\s*(?:[.,;!?\n]|$))"
)
""" "nah, the old name was better, change it back", "no, the first address was right after all"."""
_AS_IT_WAS = regex(rf"(?i)(?:^|(?<=[.!?,;]\s))(?:the\s+|our\s+)?(?P<what>{_NOUN})\s+(?:as|like|how|the\s+way)\s+(?:(?:it|they)\s+(?:was|were)(?:\s+before)?|before)(?=\s*(?:[.,;!?\n]|$))")
""" "too pricey. size as it was before, please"."""
_BOTH_OF_THEM = regex(r"(?i)(?P<what>\b(?:forget|undo|revert|scrap|scratch|drop|remove|delete|skip|lose|ditch|cancel|cut)\b[^.;!?\n@]{4,60}?)\s*[,–-]+\s*(?:both|all)(?:\s+(?:two\s+)?of\s+(?:them|those|these))?(?=\s*(?:[.;!?\n]|$))")
""" "scrap the workers and the HA, both": no count."""
_COMES_BACK_IN = regex(r"(?i)\b(?P<what>the\s+[\w' -]{2,25}?)\s+(?:(?:comes?|goes|gets?\s+put)|(?:should|must|can|may|has\s+to|needs\s+to)\s+(?:come|go)|is\s+coming)\s+back\s+in(?:\s+again)?(?=\s*(?:[.,;!?\n]|$))")
""" "so the wiki comes back in"."""
_GO_UP = regex(r"(?i)(?<=\band\s)go\s+(?P<n>one|a|two)\s+(?P<step>sizes?|steps?|notch(?:es)?)\s+(?P<how>up|down|bigger|larger|smaller)\b")
_WHATEVER = regex(r"(?i)\s*,\s+(?:whatever|no\s+matter\s+(?:what|how|who|where))\s+(?:the|our|my|your|it|they|he|she|people|anybody|anyone)\b[^.,;!?\n]{2,60}")
""" "large, whatever our sign says"."""
_TORN = regex(r"(?i)\b(?:i|we)(?:'m|'re|\s+(?:was|were|am|are|have\s+been))\s+(?:torn|undecided|wavering|hesitating|unsure|in\s+two\s+minds)\s+between\s+[^.,;!?\n]{3,60}?\s*(?:[.;–-]|,(?:\s*(?:but|so))?)+\s*(?=(?:(?:so|please|now|in\s+the\s+end|let's|we'll|i'll)[\s,]+)*(?:take|use|make\s+it|go\s+(?:for|with)|put\s+it\s+in)\s+(?!the\b|it\b|that\b|your|my\b|our\b|wh))")
""" "I was torn between Falkenstein and Nuremberg; take Nuremberg"."""
_ALL_I_AM_AFTER = regex(r"(?i)(?:^|(?<=[.!?,;]\s))(?P<what>(?:an?\s+)?[\w' -]{3,30}?)\s+(?:is|are)\s+(?:all|everything|the\s+only\s+thing)\s+(?:that\s+)?(?:i'm|we're|i\s+am|we\s+are)\s+(?:after|looking\s+for|asking\s+for|in\s+need\s+of)\b")
""" "invoices is all I'm after"."""
_NICKNAMED = regex(r"(?i)(?:\band\s+)?\b(?:we|people|locals|everybody|everyone)\s+(?:just\s+|always\s+)?calls?\s+it\s+(?:the|our|an?)\s+(?-i:[a-z])[^.;!?\n@]{2,40}?\s+(?:because|since|as\s+(?:it|that)|for\s+(?:short|fun))\b[^.;!?\n@]*")
""" "loft@…, we call it the loft because it is one": a reason, and no other name."""
_CALLED_NO = regex(r"(?i)(?P<lead>\b(?:called|named|name\s+is)\s+)(?P<old>[\w'& -]{3,40}?)[\s,]+(?:(?:er+m?|uh+m?|um+|hm+|oh)[\s,]+)?(?:no[\s,]+(?:sorry|wait|i\s+mean)|sorry[\s,]+(?:no|i\s+mean))[\s,]+(?:(?:it's|it\s+is|we\s+are|we're|i\s+mean)\s+)?(?=\w)(?!(?:not|the\s+(?:mail|name|region)|in|please|make|use)\b)")
""" "we are called north harbour framing er no sorry north haven framing"."""
_NOT_THAT_BOX = regex(r"(?i)(?<![\w@.-])(?P<a>[\w.+-]+)(?:@[\w-]+(?:\.[\w-]+)+|\s+at\s+\w+(?:\s+(?:dot|dash)\s+\w+)+)[\s,.;–-]+(?:(?:oh|no|wait|sorry)[\s,]+)+not\s+(?P=a)[\s,]+(?:but\s+)?(?=[\w.+-]+(?:@|\s+at\s))")
""" "office at plumfield dot example sorry not office reception at plumfield dot example"."""
_DIGIT = r"(?:one|two|three|four|five|six|\d)"
_SPELT_SIZE_MENDED = regex(rf"(?i)\b(?P<kind>c\s?p\s?x|c\s?c\s?x|c\s?a\s?x)\s+{_DIGIT}\s?{_DIGIT}[\s,]+(?:(?:no|sorry|wait|er+|uh+|um+|i\s+mean)[\s,]+)+(?=(?:{_DIGIT}\s?{_DIGIT})\b)")
""" "c p x five two no sorry six two"."""
_NO_BOTHER = regex(
    r"(?i)(?:^|(?<=[.!?]\s))(?:(?:ah|oh|ok(?:ay)?|right|well|hm+|i\s+see)[\s,]+)*(?:so\s+)?(?:the|our|your)\s+(?:files|backups?|objects?|data|storage|documents|copies)\s+(?:\w+\s+)?(?:sits?|are|is|lives?|stays?|stands?|goes|go|lie|lies|end\s+up|ends\s+up)\s+(?:in|to)\s+[^.,;!?\n]{2,40}?\s*[,;–-]+\s*(?:but\s+|and\s+|well\s+)?"
    r"(?:that|which|it)\s*(?:(?:doesn't|does\s+not|won't)\s+(?:bother|worry|trouble|hurt|disturb|matter\s+to)\s+(?:me|us|anybody|anyone)|(?:is|'s)\s+(?:fine|ok(?:ay)?|no\s+problem|all\s+right|not\s+a\s+problem)(?:\s+(?:by|with|for)\s+(?:me|us))?|(?:doesn't|does\s+not)\s+matter)(?=\s*(?:[.,;!?\n]|$))"
)
""" "ah, so the files sit in Europe, that doesn't bother us": what we told is repeated, and no wish."""
_IF_YOU_CANT = regex(r"(?i)\bif\s+(?:you|that|they|this)\s+(?:can't|cannot|can\s+not|don't|doesn't|isn't|won't)\b[^.,;!?\n]{0,30}?[\s,]+then\s+(?=\w)")
""" "if you can't do AWS then Hetzner in Nuremberg is ok": what may be is told, with the way out."""


def kept_after_all(text: str) -> str:
    """The same as in `ROWS` for texts whose words must keep their places: "remove the website. no, sorry, keep it." is blank."""
    text = _OUT_AND_IN.sub(lambda m: " " * len(m.group()), text) if "keep it" in text else text
    text = text.replace("undo undo", "undo     ")  # "put it back as it was", said with two words that mean it
    if "website" in text:
        text = _STANDS_AT.sub("location", text)
        text = _OF_OURS.sub(lambda m: m["what"] + " " * (len(m.group()) - len(m["what"])), text)
    return _REPLACED.sub(lambda m: f"change  {m['what']} to  ", text) if "replace " in text else text


_OF_OURS = regex(r"\b(?P<what>website analytics)\s+(?:that\s+|which\s+)?we (?:already )?(?:have|use|run)\b")
"""Of a website that is there."""
_STANDS_AT = regex(r"\bwebsite(?=:? (?:falkenstein|nuremberg|helsinki|ashburn|hillsboro|germany|finland)\b)")
"""One word for a site of either kind."""
_REPLACED = regex(r"\breplace (?P<what>region|size|machine|server|location) with(?=\s)")
"""As long as what it becomes."""


def _back_to(found: re.Match[str]) -> str:
    """The first of all, or the one before; an address may be one of two things, so that the last change counts."""
    which = "original" if found["which"].lower() in ("first", "original") and "address" not in found["what"].lower() else "previous"
    return f"go back to the {which} {found['what']}"


ROWS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("back", _BEGINS_ANEW, ". "),
    (" had", _WE_HAD, r"go back to the previous \g<what>"),
    (" used", _WE_HAD, r"go back to the previous \g<what>"),
    ("started with", _WE_HAD, r"go back to the previous \g<what>"),
    (" of worker", _NUMBER_OF, r"\g<which> \g<what>"),
    (" of region", _NUMBER_OF, r"\g<which> \g<what>"),
    (" it was", _WOULD_LIKE, "put "),
    ("they were", _WOULD_LIKE, "put "),
    ("message", _IN_THAT_MESSAGE, "undo that"),
    ("sentence", _IN_THAT_MESSAGE, "undo that"),
    ("that line", _IN_THAT_MESSAGE, "undo that"),
    ("said ", _SAID_ABOUT_SLOT, r"undo \g<what>"),
    ("said ", _SAID_ABOUT, r"drop \g<what>"),
    ("wrong ", _WRONG_ABOUT, r"replace \g<old> with \g<new>"),
    ("back to", _BACK_TO_PLACE, r"\g<before>no, \g<place>"),
    (" it after all", _WANTED_IT_BACK, "put it back"),
    (" back", _WANTED_IT_BACK, "put it back"),
    (" back", _WANTED_BACK, r"wants to add \g<what>"),
    (" in again", _WANTED_BACK, r"wants to add \g<what>"),
    (" said ", _ONLY_SAID, r"not \g<what>"),
    (" because ", _ONLY_SAID, r"not \g<what>"),
    ("back", _WAS_FINE, r"go back to the previous \g<what>"),
    ("first", _I_PICKED, r"go back to the original \g<what>"),
    ("original", _I_PICKED, r"go back to the original \g<what>"),
    ("begin", _I_PICKED, r"go back to the original \g<what>"),
    (" out", _WAS_A_SLIP, r"remove \g<what>"),
    (" off", _WAS_A_SLIP, r"remove \g<what>"),
    (" out", _OUT_AGAIN, r"no \g<what>"),
    ("st the site", _JUST_SITE, r"\g<only> \g<the> website"),
    ("ly the site", _JUST_SITE, r"\g<only> \g<the> website"),
    (" no", _YES_AND_NO, r"in \g<a> but not in \g<b>"),
    ("leave ", _OUT_AND_IN, ""),
    ("keep ", _OUT_AND_IN, ""),
    ("long as", _BUT_IN, r"somewhere in \g<y> except \g<x>"),
    ("provided", _BUT_IN, r"somewhere in \g<y> except \g<x>"),
    (" bar ", _BAR, " except "),
    ("that we d", _NOT_THAT, r"\g<who> \g<verb>"),
    ("that i d", _NOT_THAT, r"\g<who> \g<verb>"),
    ("not only", _NOT_ONLY, r"\g<one> and also "),
    ("not just", _NOT_ONLY, r"\g<one> and also "),
    ("nothing ", _NOTHING_LESS, "we need "),
    ("workers", _LABELLED_KIND, r"workers: \g<n> \g<kind> workers"),
    ("dedicated", _DEDICATED, "dedicated servers"),
    ("for them", _FOR_THEM, r"\g<sku> for the workers"),
    ("for those", _FOR_THEM, r"\g<sku> for the workers"),
    (" first", _COME_FIRST, r"put \g<which> first"),
    ("of them", _ALL_OF_THEM, r"\g<lead>take all of \g<them>"),
    ("of those", _ALL_OF_THEM, r"\g<lead>take all of \g<them>"),
    ("of these", _ALL_OF_THEM, r"\g<lead>take all of \g<them>"),
    (" for now", _FOR_NOW_THE, r" \g<now>, "),
    (" moment", _FOR_NOW_THE, r" \g<now>, "),
    (" enough", _AS_MANY, r"\g<drop>"),
    (" plenty", _AS_MANY, r"\g<drop>"),
    (" phone", _ON_THE_PHONE, r"\g<do>"),
    ("worker", _ONLY_SO_MANY, r"\g<n> \g<what>"),
    ("region", _ONLY_SO_MANY, r"\g<n> \g<what>"),
    ("take that back", _BACK_SINCE, "Actually"),
    ("?", _ASKED_NONE, r"no \g<what>"),
    ("could ", _COULD_BE, r"\g<a> or \g<b>"),
    ("told ", _ASKED_AND_REFUSED, ""),
    ("refus", _ASKED_AND_REFUSED, ""),
    ("said no", _ASKED_AND_REFUSED, ""),
    ("declin", _ASKED_AND_REFUSED, ""),
    ("turned", _ASKED_AND_REFUSED, ""),
    (" back", _NOT_SO_SILLY, r"add \g<what>"),
    (" than ", _NOTHING_BIGGER, "want "),
    ("no, not", _NO_NOT_FOR, ""),
    ("your ", _YOUR_KIND, r"\g<verb> \g<n> \g<what>s"),
    ("name ", _ON_THE_WINDOW, "the name "),
    ("evry", _EVRY, "every"),
    (", only ", _FREE_ONLY, r". the \g<what> is \g<label>"),
    (", just ", _FREE_ONLY, r". the \g<what> is \g<label>"),
    (" than ", _BIGGER_THAN_THAT, r"\g<step>"),
    (" told ", _TOLD_TO_NEED, ""),
    (" back ", _PUT_AS_BEFORE, r"go back to the previous \g<what>"),
    ("same ", _SAME_FOR_ME, r"\g<there>put it in \g<place>"),
    ("need", _DONT_NEED_TAKE, r"take \g<what> out"),
    (" say", _PAPERS_SAY, r"the name is \g<name>"),
    (" read", _PAPERS_SAY, r"the name is \g<name>"),
    (" each", _EIGHT_IN_EACH, r"\g<n> workers in each region"),
    ("for ", _ON_BEHALF, r"\g<who>we're "),
    ("behalf", _ON_BEHALF, r"\g<who>we're "),
    (" e u", _SPELT_AREA, r"\g<the> EU"),
    (" of the", _OF_THESE, lambda m: f"the {m['n']}{m['what'] or ' one'}"),
    (" of tho", _OF_THESE, lambda m: f"the {m['n']}{m['what'] or ' one'}"),
    (" but ", _SAID_TOO_MUCH, ""),
    ("back to", _BACK_TO_HAD, r"\g<before>go back to the previous \g<what>"),
    (" where ", _WHERE_IT_IS, r"replace \g<old> with \g<new>"),
    (" was ", _RIGHT_AFTER_ALL, r"no, \g<x>"),
    (" yes", _YES_THEN_NO, r"\g<a>, but no \g<b>"),
    (" be ", _MAKE_THEM, r"make \g<what> \g<how>. "),
    ("do ", _DO_PUT, r"add \g<what>"),
    (" one", _THE_NORMAL_ONE, "leave it as it is"),
    (" was ", _OLD_WAS_RIGHT, _back_to),
    (" were ", _OLD_WAS_RIGHT, _back_to),
    (" it was", _AS_IT_WAS, r"go back to the previous \g<what>"),
    (" before", _AS_IT_WAS, r"go back to the previous \g<what>"),
    (" both", _BOTH_OF_THEM, r"\g<what>"),
    (" all", _BOTH_OF_THEM, r"\g<what>"),
    (" back in", _COMES_BACK_IN, r"add \g<what>"),
    ("go ", _GO_UP, r"make the machine \g<n> \g<step> \g<how>"),
    ("whatever ", _WHATEVER, ""),
    ("no matter ", _WHATEVER, ""),
    (" between ", _TORN, ""),
    (" after", _ALL_I_AM_AFTER, r"we only need \g<what>"),
    (" for", _ALL_I_AM_AFTER, r"we only need \g<what>"),
    (" of", _ALL_I_AM_AFTER, r"we only need \g<what>"),
    (" it ", _NICKNAMED, ""),
    (" sorry", _CALLED_NO, r"\g<lead>"),
    (" no ", _CALLED_NO, r"\g<lead>"),
    (" not ", _NOT_THAT_BOX, ""),
    ("x ", _SPELT_SIZE_MENDED, r"\g<kind> "),
    (" then ", _IF_YOU_CANT, ""),
    (" in ", _NO_BOTHER, ""),
    (" to ", _NO_BOTHER, ""),
)
"""Cue, construction, what it comes to."""
