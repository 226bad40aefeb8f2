"""What stands around a report on a web page: heads, navigation, scripts, styles and footers."""

from random import Random

__all__ = ["around", "head_of"]

_WORD_HEAD = """<!--[if gte mso 9]><xml>
 <w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom><w:TrackMoves/></w:WordDocument>
</xml><![endif]-->
<style>
<!--
 p.MsoNormal, li.MsoNormal {mso-style-unhide:no; margin:0cm; text-align:justify; font-size:10.5pt; font-family:等线}
 @page WordSection1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt 72.0pt 90.0pt; mso-header-margin:42.55pt}
 div.WordSection1 {page:WordSection1}
-->
</style>
<!--[if gte mso 10]><style> table.MsoNormalTable {mso-style-name:普通表格; mso-para-margin:0cm} </style><![endif]-->"""

_CMS_STYLE = """<style type="text/css">
 body {font: 14px/1.8 "Microsoft YaHei", SimSun; color: #333; background: #f5f5f5}
 .nav a {color: #fff} .nav {background: #1f5fa8} .content {background: #fff; width: 1000px; margin: 0 auto}
 td {border: 1px solid #999; padding: 4px} .none {display: none}
</style>
<script type="text/javascript">
 var count = 12; function fontZoom(size) { document.body.style.fontSize = size + "px"; }
</script>"""


def head_of(maker: str, encoding: str, title: str) -> str:
    """Everything before the body."""
    match maker:
        case "word":
            opening = (
                '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\n'
                'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">'
            )
            meta = (
                f'<meta http-equiv=Content-Type content="text/html; charset={encoding}">\n'
                '<meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">'
            )
            return f"{opening}\n<head>\n{meta}\n<title>{title}</title>\n{_WORD_HEAD}\n</head>"
        case "wps":
            meta = (
                f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
                '<meta name="Generator" content="WPS Office">'
            )
            return f"<html>\n<head>{meta}<title>{title}</title></head>"
        case "cms":
            return (
                f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{encoding}">\n<title>{title}</title>\n'
                f"{_CMS_STYLE}\n</head>"
            )
        case _:
            return f'<html><head><meta http-equiv="content-type" content="text/html;charset={encoding}"></head>'


def around(maker: str, body: str, random: Random) -> str:
    """The body with what its maker puts around the report."""
    match maker:
        case "word":
            return (
                "<body lang=ZH-CN style='tab-interval:21.0pt;text-justify-trim:punctuation'>\n"
                f"<div class=WordSection1 style='layout-grid:15.6pt'>\n{body}\n</div>\n</body>"
            )
        case "wps":
            opening = '<body style="tab-interval:21pt;text-justify-trim:punctuation;">'
            return f"{opening}\n<!--StartFragment-->\n{body}\n</body>"
        case "cms":
            visits = random.randrange(30, 4000)
            return (
                '<body>\n<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
                '<li><a href="/hdjl/">互动交流</a></li></ul></div>\n'
                '<div class="position">当前位置：<a href="/">首页</a> &gt; 政务公开 &gt; 政府信息公开年报</div>\n'
                f'<div class="content">\n<div class="none">本页共{visits}字</div>\n'
                '<p class="info">【字体：<a href="javascript:fontZoom(18)">大</a> '
                '<a href="javascript:fontZoom(14)">小</a>】 <a href="javascript:window.print()">打印</a></p>\n'
                f"{body}\n</div>\n"
                f'<div class="footer"><p>浏览次数：{visits}</p>'
                f"<p>主办单位：办公室\u3000网站标识码：36{visits:08d}</p></div>\n"
                "<script>document.getElementById('x') && fontZoom(14);</script>\n</body>"
            )
        case _:
            return f"<body>\n{body}\n</body>"
