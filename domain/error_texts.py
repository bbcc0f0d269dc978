"""Plain words for every refusal of the domain: what happened and what to do next. No fact of a case is filled in."""

from domain.errors import ErrorCode
from domain.problem_codes import ProblemLanguage, Words

_JA = {
    ErrorCode.NOT_ALLOWED_NOW: Words("今の状態では、この操作はできません。", "状態と、できる操作を確かめてください。"),
    ErrorCode.ROLE_MISSING: Words("この操作をする役割がありません。", "担当の職員に依頼してください。"),
    ErrorCode.FOUR_EYES: Words(
        "一人では決められません。前に関わった人とは別の人が決めます。", "別の職員に依頼してください。"
    ),
    ErrorCode.OWN_REQUEST: Words("自分の申請は扱えません。", "別の職員に依頼してください。"),
    ErrorCode.TAKEN_BY_ANOTHER: Words("別の職員が審査しています。", "担当している職員に確かめてください。"),
    ErrorCode.ASSIGNEE_UNFIT: Words("その職員には割り振れません。", "別の審査担当を選んでください。"),
    ErrorCode.FINDING_NOT_OPENED: Words(
        "要確認の理由を、まだ開いていません。",
        "madoguchi staff show --finding --ground hold で開いてから、決めてください。",
    ),
    ErrorCode.HOLD_WAY_CLOSED: Words(
        "この要確認では、この操作はできません。", "開いた理由に書かれた道を選んでください。"
    ),
    ErrorCode.REASON_MISSING: Words("理由がありません。", "理由を1つ以上選んでください。"),
    ErrorCode.REMARK_MISSING: Words("補正を求める項目がありません。", "直す項目を1つ以上選んでください。"),
    ErrorCode.TRACKING_NUMBER_INVALID: Words(
        "追跡番号が正しくありません。", "11桁または12桁の番号を、もう一度読み取ってください。"
    ),
    ErrorCode.TRACKING_NUMBER_IN_USE: Words(
        "この追跡番号は、すでにほかの郵便物に付いています。", "封筒のラベルを、もう一度読み取ってください。"
    ),
    ErrorCode.AMOUNT_DIFFERS: Words("納付された額が手数料と違います。", "会計の担当者に連絡してください。"),
    ErrorCode.REQUEST_CLOSED: Words("この申請は終わっています。", "必要なときは、新しく申請してください。"),
    ErrorCode.REQUEST_UNKNOWN: Words("この番号の申請はありません。", "番号を確かめてください。"),
    ErrorCode.CODE_MISSING: Words("確認コードがありません。", "受付のメールにある8文字の確認コードを書いてください。"),
    ErrorCode.CODE_REFUSED: Words(
        "受付番号か確認コードが違います。", "受付のメールを見て、2つとも書き直してください。"
    ),
    ErrorCode.TOO_MANY_TRIES: Words(
        "確認コードの間違いが続きました。", "1時間たってから、受付のメールを見て、もう一度試してください。"
    ),
    ErrorCode.SUBMISSION_INVALID: Words("申請の内容に誤りがあります。", "示された項目を直してください。"),
    ErrorCode.IDEMPOTENCY_CONFLICT: Words(
        "同じ番号(Idempotency-Keyまたはdecision_id)で、違う内容が送られています。",
        "新しい内容には、新しい値を付けてください。",
    ),
    ErrorCode.STATEMENT_USED: Words("この署名は、すでに使われています。", "もう一度署名してください。"),
    ErrorCode.STATEMENT_EXPIRED: Words("署名する文の期限が過ぎました。", "もう一度署名してください。"),
    ErrorCode.SIGNATURE_REFUSED: Words("署名を確かめることができません。", "もう一度署名してください。"),
    ErrorCode.DRAFT_UNKNOWN: Words(
        "この下書きはありません。72時間が過ぎたか、別のブラウザーで始めたものです。",
        "始めたブラウザーか、メールのリンクで開くか、はじめから入力してください。",
    ),
    ErrorCode.DRAFT_CHANGED: Words(
        "この下書きは、別の画面で変わりました。", "画面を開き直して、今の内容を確かめてください。"
    ),
    ErrorCode.MAIL_CODE_REFUSED: Words("番号が違います。", "メールの6けたの数字を、もう一度入力してください。"),
    ErrorCode.MAIL_CODE_OVER: Words(
        "この番号は、もう使えません(10分が過ぎたか、間違いが5回続きました)。", "新しい番号を送ってください。"
    ),
    ErrorCode.TOO_MANY_FROM_NETWORK: Words(
        "お使いの回線からの利用が、1時間の上限に達しました。", "しばらく待って、もう一度送ってください。"
    ),
    ErrorCode.TOO_MANY_CODES: Words("番号を送る回数が多すぎます。", "しばらく待って、もう一度送ってください。"),
    ErrorCode.POLICY_INVALID: Words(
        "自治体の設定に誤りがあります。", "madoguchi policy check で調べて、直してください。"
    ),
    ErrorCode.VAULT_ITEM_MISSING: Words("保管庫に、この書類がありません。", "担当の係に連絡してください。"),
    ErrorCode.VAULT_KEY_DESTROYED: Words("保存期間が過ぎ、内容は消去されました。", "取り戻すことはできません。"),
    ErrorCode.KEY_UNKNOWN: Words("暗号の鍵が見つかりません。", "鍵の設定を確かめてください。"),
    ErrorCode.PAYLOAD_FOREIGN: Words("別の申請のデータが混じっています。", "システムの担当者に連絡してください。"),
    ErrorCode.WORDS_MISSING: Words(
        "市町村のファイルに、お知らせの言葉がありません。", "言葉を書いてから、もう一度送ってください。"
    ),
    ErrorCode.PROCEDURE_UNKNOWN: Words("この手続きはこのシステムにありません。", "番号を確かめてください。"),
    ErrorCode.EVENT_UNKNOWN: Words(
        "この版の知らない記録があります。", "新しい版で読むか、audit verify で確かめてください。"
    ),
    ErrorCode.LEDGER_CONFLICT: Words("台帳の記録が食い違っています。", "システムの担当者に連絡してください。"),
    ErrorCode.SYSTEM_UNAVAILABLE: Words("必要なシステムが応答しません。", "少し待って、もう一度試してください。"),
    ErrorCode.SYSTEM_REJECTED: Words("相手のシステムが受け付けませんでした。", "システムの担当者に連絡してください。"),
    ErrorCode.REVOCATION_UNKNOWN: Words(
        "電子証明書が失効していないかを確かめられません。", "少し待って、もう一度試してください。"
    ),
    ErrorCode.FONT_MISSING: Words(
        "印刷できない文字があります。", "その文字のあるフォントを加えるか、窓口で交付してください。"
    ),
}

# Whoever writes to us may get these; the others are for officers and operators, in Japanese.
_JA_SIMPLE = _JA | {
    ErrorCode.NOT_ALLOWED_NOW: Words(
        "今(いま)は、これができません。",
        "申(もう)しこみが今(いま)どうなっているか確(たし)かめてください。",
    ),
    ErrorCode.REQUEST_CLOSED: Words(
        "この申(もう)しこみは終(お)わりました。",
        "また紙(かみ)がいるときは、新(あたら)しく申(もう)しこんでください。",
    ),
    ErrorCode.REQUEST_UNKNOWN: Words(
        "この番号(ばんごう)の申(もう)しこみはありません。",
        "番号(ばんごう)を確(たし)かめてください。",
    ),
    ErrorCode.CODE_MISSING: Words(
        "確認(かくにん)コードがありません。",
        "受付(うけつけ)のメールにある8文字(もじ)の確認(かくにん)コードを書(か)いてください。",
    ),
    ErrorCode.CODE_REFUSED: Words(
        "受付番号(うけつけばんごう)か確認(かくにん)コードがちがいます。",
        "受付(うけつけ)のメールを見(み)て、2つとも書(か)いてください。",
    ),
    ErrorCode.TOO_MANY_TRIES: Words(
        "確認(かくにん)コードを何回(なんかい)もまちがえました。",
        "1時間(じかん)待(ま)ってから、受付(うけつけ)のメールを見(み)て、もう一度(いちど)書(か)いてください。",
    ),
    ErrorCode.SUBMISSION_INVALID: Words(
        "まちがいがあります。",
        "下(した)のところをなおしてください。",
    ),
    ErrorCode.IDEMPOTENCY_CONFLICT: Words(
        "同(おな)じ番号(ばんごう)(Idempotency-Key)で、ちがうものが送(おく)られました。",
        "新(あたら)しいものには、新しい番号(ばんごう)をつけてください。",
    ),
    ErrorCode.STATEMENT_USED: Words(
        "この署名(しょめい)は、もう使(つか)いました。",
        "もう一度(いちど)署名(しょめい)してください。",
    ),
    ErrorCode.STATEMENT_EXPIRED: Words(
        "署名(しょめい)する文(ぶん)の時間(じかん)が過(す)ぎました。",
        "もう一度(いちど)署名(しょめい)してください。",
    ),
    ErrorCode.SIGNATURE_REFUSED: Words(
        "署名(しょめい)を確(たし)かめることができません。",
        "もう一度(いちど)署名(しょめい)してください。",
    ),
    ErrorCode.DRAFT_UNKNOWN: Words(
        "この書(か)きかけはありません。72時間(じかん)が過(す)ぎたか、ほかのブラウザーで始(はじ)めたものです。",
        "始(はじ)めたブラウザーかメールのリンクで開(ひら)くか、はじめから書(か)いてください。",
    ),
    ErrorCode.DRAFT_CHANGED: Words(
        "この書(か)きかけは、ほかの画面(がめん)で変(か)わりました。",
        "もう一度(いちど)開(ひら)いて、中身(なかみ)を確(たし)かめてください。",
    ),
    ErrorCode.MAIL_CODE_REFUSED: Words(
        "番号(ばんごう)がちがいます。",
        "メールの6けたの数字(すうじ)を、もう一度(いちど)書(か)いてください。",
    ),
    ErrorCode.MAIL_CODE_OVER: Words(
        "この番号(ばんごう)は、もう使(つか)えません。10分(ふん)が過(す)ぎたか、5回(かい)まちがえました。",
        "新(あたら)しい番号(ばんごう)を送(おく)ってください。",
    ),
    ErrorCode.TOO_MANY_FROM_NETWORK: Words(
        "同(おな)じインターネットから、たくさん送(おく)られました。",
        "少(すこ)し待(ま)って、もう一度(いちど)送(おく)ってください。",
    ),
    ErrorCode.TOO_MANY_CODES: Words(
        "番号(ばんごう)を送(おく)りすぎました。",
        "少(すこ)し待(ま)って、もう一度(いちど)送(おく)ってください。",
    ),
    ErrorCode.VAULT_KEY_DESTROYED: Words(
        "時間(じかん)がたったので、中身(なかみ)を消(け)しました。",
        "もどすことはできません。",
    ),
    ErrorCode.SYSTEM_UNAVAILABLE: Words(
        "今(いま)、コンピューターの返事(へんじ)がありません。",
        "少(すこ)し待(ま)って、もう一度(いちど)してください。",
    ),
    ErrorCode.SYSTEM_REJECTED: Words(
        "ほかのコンピューターが受(う)けつけませんでした。",
        "役所(やくしょ)に言(い)ってください。",
    ),
}

_EN = {
    ErrorCode.NOT_ALLOWED_NOW: Words(
        "This cannot be done in the present status.", "Check the status and what can be done now."
    ),
    ErrorCode.ROLE_MISSING: Words("You do not hold the role for this.", "Ask an officer who does."),
    ErrorCode.FOUR_EYES: Words("Whoever had a hand in it cannot decide it alone.", "Ask another officer."),
    ErrorCode.OWN_REQUEST: Words("Nobody handles their own request.", "Ask another officer."),
    ErrorCode.TAKEN_BY_ANOTHER: Words("Another officer is examining this case.", "Ask that officer."),
    ErrorCode.ASSIGNEE_UNFIT: Words("That officer cannot be given this case.", "Choose another examiner."),
    ErrorCode.FINDING_NOT_OPENED: Words(
        "You have not opened the finding of this hold.",
        "Open it with madoguchi staff show --finding --ground hold, then decide.",
    ),
    ErrorCode.HOLD_WAY_CLOSED: Words(
        "This hold does not allow that.", "Take one of the ways that the finding you opened names."
    ),
    ErrorCode.REASON_MISSING: Words("There is no reason.", "Choose at least one reason."),
    ErrorCode.REMARK_MISSING: Words("There is no field to correct.", "Choose at least one field."),
    ErrorCode.TRACKING_NUMBER_INVALID: Words(
        "The tracking number is not right.", "Read the 11 or 12 digits once more."
    ),
    ErrorCode.TRACKING_NUMBER_IN_USE: Words(
        "Another letter bears this tracking number already.", "Read the label on the envelope once more."
    ),
    ErrorCode.AMOUNT_DIFFERS: Words("The amount paid is not the fee.", "Tell the accounting officer."),
    ErrorCode.REQUEST_CLOSED: Words("This request is closed.", "Make a new request if needed."),
    ErrorCode.REQUEST_UNKNOWN: Words("There is no request with this number.", "Check the number."),
    ErrorCode.CODE_MISSING: Words(
        "The confirmation code is missing.", "Write the code of eight letters from our first mail."
    ),
    ErrorCode.CODE_REFUSED: Words(
        "The receipt number or the confirmation code is not right.", "Look at our first mail and write both again."
    ),
    ErrorCode.TOO_MANY_TRIES: Words(
        "The confirmation code was wrong too often.", "Wait an hour, look at our first mail and try again."
    ),
    ErrorCode.SUBMISSION_INVALID: Words("The request has mistakes.", "Correct the fields that are named."),
    ErrorCode.IDEMPOTENCY_CONFLICT: Words(
        "The same Idempotency-Key or decision_id came with different content.", "Give new content a new value."
    ),
    ErrorCode.STATEMENT_USED: Words("This signature was used before.", "Please sign again."),
    ErrorCode.STATEMENT_EXPIRED: Words("The statement to sign has expired.", "Please sign again."),
    ErrorCode.SIGNATURE_REFUSED: Words("The signature cannot be confirmed.", "Please sign again."),
    ErrorCode.DRAFT_UNKNOWN: Words(
        "There is no such draft: 72 hours have passed, or it was begun in another browser.",
        "Open it in the browser in which you began, or by the link in our mail, or begin anew.",
    ),
    ErrorCode.DRAFT_CHANGED: Words(
        "This draft was changed in another window.", "Open the page again and check what it says now."
    ),
    ErrorCode.MAIL_CODE_REFUSED: Words("This code is wrong.", "Enter the six digits of our mail again."),
    ErrorCode.MAIL_CODE_OVER: Words(
        "This code cannot be used any more: ten minutes have passed, or five were wrong.", "Have a new one sent."
    ),
    ErrorCode.TOO_MANY_FROM_NETWORK: Words(
        "From your network as much was sent within an hour as is taken.", "Wait a while and send it again."
    ),
    ErrorCode.TOO_MANY_CODES: Words("Codes were asked for too often.", "Wait a while before you ask again."),
    ErrorCode.POLICY_INVALID: Words(
        "The municipality's settings are wrong.", "Find out where with madoguchi policy check, and correct them."
    ),
    ErrorCode.VAULT_ITEM_MISSING: Words("The vault does not hold this item.", "Tell the desk in charge."),
    ErrorCode.VAULT_KEY_DESTROYED: Words("The content was erased after its time.", "It cannot be brought back."),
    ErrorCode.KEY_UNKNOWN: Words("The key is not known.", "Check the settings of keys."),
    ErrorCode.PAYLOAD_FOREIGN: Words("The data belongs to another request.", "Tell the operator."),
    ErrorCode.WORDS_MISSING: Words("The municipality has no words for a notice.", "Write them, then send it again."),
    ErrorCode.PROCEDURE_UNKNOWN: Words("This system does not have this procedure.", "Check the number."),
    ErrorCode.EVENT_UNKNOWN: Words(
        "This release does not know an entry of the case.", "Read it with a newer one, or run audit verify."
    ),
    ErrorCode.LEDGER_CONFLICT: Words("The ledger holds a different record.", "Tell the operator."),
    ErrorCode.SYSTEM_UNAVAILABLE: Words("A system we need does not answer.", "Wait a little and try again."),
    ErrorCode.SYSTEM_REJECTED: Words("The other system refused.", "Tell the operator."),
    ErrorCode.REVOCATION_UNKNOWN: Words(
        "It is not known whether the certificate is revoked.", "Wait a little and try again."
    ),
    ErrorCode.FONT_MISSING: Words(
        "A character cannot be printed.", "Add a font that has it, or issue the certificate at the counter."
    ),
}

ERROR_TEXTS = {"ja": _JA, "ja-simple": _JA_SIMPLE, "en": _EN}


def error_words(code: ErrorCode, language: ProblemLanguage = "ja") -> Words:
    """Return reason and fix of a refusal."""
    return ERROR_TEXTS[language][code]
