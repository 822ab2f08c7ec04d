"""数字 · small numbers and shares as people say them: 第十二条, 三分之二."""

from fractions import Fraction

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 9,999: 12 is 十二, 201 is 二百零一. Larger numbers stay in figures."""
    if not 0 <= number <= 9999:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
        zero = not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def share_in_words(share: Fraction) -> str:
    """2/3 is 三分之二, 1/2 is 半数, 1 is 全部, 2/5 is 五分之二; hundredths stay percents."""
    if share == 1:
        return "全部"
    if share == Fraction(1, 2):
        return "半数"
    if share.denominator > 20 and 100 % share.denominator == 0:
        return f"百分之{chinese((share * 100).numerator)}"
    return f"{chinese(share.denominator)}分之{chinese(share.numerator)}"


def yuan(fen: int) -> str:
    """131900 fen is ¥1,319.00."""
    return f"{'-' if fen < 0 else ''}¥{abs(fen) // 100:,}.{abs(fen) % 100:02}"
