"""Characters that people write one for the other: old and new forms of a kanji, and letters of the same shape.

Two texts that differ only in these are not the same without a doubt (高 and 髙 may be two families), but may well be:
a question for an officer. The groups are old forms of the 常用漢字表 and 人名用漢字 that stand in names and addresses,
forms that registers commonly hold beside them, and look-alikes. One that is missing makes an officer's question out of
a likeness only where nothing else agrees; none is ever taken for the same.
"""

_GROUPS = """
亜亞 悪惡 圧壓 囲圍 医醫 稲稻 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 応應 欧歐 桜櫻 奥奧 横橫 温溫 価價 会會 絵繪 壊壞
懐懷 拡擴 覚覺 学學 岳嶽 楽樂 巻卷 寛寬 関關 帰歸 亀龜 拠據 挙擧 峡峽 狭狹 郷鄕 暁曉 勲勳 薫薰 径徑 恵惠 経經 継繼
渓溪 鶏鷄 芸藝 県縣 顕顯 献獻 権權 厳嚴 広廣 恒恆 鉱鑛 号號 国國 黒黑 済濟 斎齋 参參 賛贊 糸絲 歯齒 児兒 実實 写寫
釈釋 寿壽 収收 従從 渋澁 縦縱 将將 焼燒 奨獎 条條 状狀 乗乘 浄淨 畳疊 縄繩 嬢孃 譲讓 真眞 慎愼 尽盡 図圖 瀬瀨 声聲
斉齊 静靜 摂攝 専專 浅淺 戦戰 潜潛 禅禪 双雙 壮壯 荘莊 巣巢 装裝 総總 蔵藏 続續 対對 体體 帯帶 台臺 滝瀧 沢澤 担擔
単單 団團 弾彈 昼晝 虫蟲 鋳鑄 庁廳 鎮鎭 鉄鐵 点點 伝傳 転轉 党黨 当當 灯燈 徳德 独獨 読讀 届屆 拝拜 売賣 麦麥 発發
浜濱濵 秘祕 宝寶 豊豐 仏佛 払拂 並竝 変變 辺邊邉 歩步 穂穗 万萬 満滿 予豫 余餘 与與 誉譽 様樣 来來 頼賴 乱亂 覧覽
竜龍 両兩 塁壘 礼禮 霊靈 齢齡 労勞 楼樓 郎郞 禄祿 録錄 湾灣 為爲 青靑 清淸 島嶋嶌 高髙 崎﨑嵜 桧檜 淵渕渊 館舘 峰峯
鴎鷗 鶴靏靍 吉𠮷 曽曾 桑桒 柳栁 冨富 薮藪 篭籠 芦蘆 野埜 岩巌巖 凛凜 尭堯 遥遙 槙槇 菟莵 兎兔 祇祗 祷禱 涌湧 壷壺
砺礪 蛎蠣 船舩 松枩 杉椙 梅楳 秋穐 雁鴈 裏裡 坂阪 市巿 間閒 煙烟 歳歲 彦彥 剣劍劔 朗朖
へヘ べベ ぺペ ニ二 ハ八 ロ口 カ力 エ工 タ夕 ト卜
"""
_READ_AS = {ord(other): group[0] for group in _GROUPS.split() for other in group[1:] if other != group[0]}


def usual(text: str) -> str:
    """Return a text with one character for each group; as long as before."""
    return text.translate(_READ_AS)
