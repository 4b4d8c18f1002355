"""How currencies are counted: in hundredths mostly, whole (yen) or in thousandths (Kuwaiti dinars). Pure."""

from functools import lru_cache

# What one dollar roughly comes to, where that is far from one: it tells a rent of 12,000 pesos from one of 120.
A_DOLLAR = {
    10: "BWP CNY CZK DKK DOP EGP ETB GTQ HKD HNL MAD MDL MXN NOK SEK TRY TWD UAH UYU ZAR ZMW",
    100: "AFN BDT HTG HUF INR ISK JPY KES LKR NIO NPR PHP PKR RSD RUB THB",
    1_000: "ARS CLP CRC COP KRW MMK NGN RWF TZS XAF XOF YER",
    10_000: "GNF IDR IRR LAK LBP PYG UGX UZS VND",
}
_WORTH = {currency: times for times, several in A_DOLLAR.items() for currency in several.split()}


@lru_cache
def decimals(currency: str | None) -> int:
    """Digits after the point: what is shown and what is kept agree by asking the same tables."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415  (a file or a card first asks for it)

    return get_currency_precision(currency or "")


def roughly(dollars: int, currency: str | None) -> int:
    """What so many dollars come to, give or take a nought."""
    return dollars * _WORTH.get(currency or "", 1)
