"""A small invented form to build on, and to spoil."""

import pytest

ORCHARD = """\
schema: gouji/form/1
id: orchard-census
title: {zh: 果园普查表, en: Orchard census}
editions:
  - {id: old, to_year: 2009, clause: 普查办〔2005〕1号}
  - {id: new, from_year: 2012, clause: 普查办〔2012〕2号}
metadata:
  title_phrases: [果园普查表]
sections:
  - {key: trees, title: 一、果树情况, aliases: [果树]}
  - {key: sales, title: 二、销售情况}
tables:
  - key: trees
    title: {zh: 果树情况, en: Trees}
    section: trees
    headings: [果树数量表]
    blocks:
      - caption: 表一
        stub: 树种
        columns:
          - {key: planted, label: 栽种株数, aliases: [栽种数], type: count, unit: 株}
          - label: 去向
            columns:
              - {key: felled, label: 砍伐株数, type: count, unit: 株}
              - {key: sold, label: 出售株数, type: count, unit: 株, editions: [new]}
          - {key: left, label: 留存株数, type: count, unit: 株}
        rows:
          - {key: apple, label: 1.苹果树}
          - label: （二）核果类
            rows:
              - {key: peach, label: 1.桃树, aliases: [桃]}
              - label: 梅类
                rows:
                  - {key: plum, label: 李子树, editions: [new]}
                  - {key: apricot, label: 杏树}
          - {key: all_trees, label: 合计}
      - caption: 表二
        editions: [old]
        columns:
          - {key: area, label: 占地面积, type: decimal, unit: 亩}
        rows:
          - {key: land, label: 土地}
    identities:
      - id: T1
        title: {zh: 株数平衡, en: Trees balance}
        clause: 第二条
        each: row
        left: [felled, sold, left]
        right: [planted]
      - id: T2
        title: {zh: 各树种之和, en: Kinds add up}
        clause: 第三条
        each: column
        left: [apple, peach, plum, apricot]
        right: [all_trees]
        only: [planted, left]
      - id: T3
        title: {zh: 两处一致, en: Both agree}
        clause: 第四条
        each: once
        left: [trees.apple.planted]
        right: [trees.all_trees.planted]
  - key: sales
    title: {zh: 销售情况, en: Sales}
    section: sales
    blocks:
      - arrangement: rows_across
        editions: [new]
        columns:
          - {key: weight, label: 重量, type: decimal, unit: 吨}
          - {key: income, label: 收入, type: money, unit: 万元}
        rows:
          - {key: market, label: 市场}
          - label: 网络
            rows:
              - {key: shop, label: 网店}
              - {key: radio, label: 电台, editions: [old]}
              - {key: stream, label: 直播}
"""


@pytest.fixture
def orchard() -> str:
    """The text of a form file without faults, which has everything a form file can have."""
    return ORCHARD
