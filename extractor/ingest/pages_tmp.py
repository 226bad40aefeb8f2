from extractor.model import *
def write_pages(pages):
    parts=[];n=0;grids=[];paras=[];spots=[]
    def add(t):
        nonlocal n
        parts.append(t);n+=len(t)
    def toks(line,p,sep=' '):
        for k,t in enumerate(line):
            if k: add(sep)
            s=n; add(t.text); spots.append(Spot(s,n,p,t.box,t.score,t.again))
    for p,page in enumerate(pages,1):
        if p>1: add('\f')
        for b in page.blocks:
            if isinstance(b,PageLine):
                s=n;toks(b.tokens,p);paras.append(Paragraph(s,n,p));add('\n')
            else:
                cells=[];row=0
                for c in b.cells:
                    if cells: add('\t' if c.row==row else '\n')
                    row=c.row
                    s=n
                    if c.shows and not c.lines: add('\ufffc'); spots.append(Spot(s,n,p,c.box))
                    for k,l in enumerate(c.lines):
                        if k: add('\n')
                        toks(l,p)
                    if n==s: spots.append(Spot(s,s,p,c.box))
                    cells.append(GridCell(''.join(parts)[s:n],s,n,c.row,c.column,c.row_span,c.column_span))
                add('\n')
                grids.append(Grid(len(grids)+1,tuple(cells),p))
    return ''.join(parts),tuple(paras),tuple(grids),tuple(spots)
