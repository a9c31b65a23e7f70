import pytest

from intake.config import PROVIDERS, provider_of
from intake.locale import catalogue


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("53489666@qq.com", "qq"),
        ("a@Foxmail.com ", "qq"),
        ("a@163.com", "163"),
        ("a@126.com", "126"),
        ("a@yeah.net", "yeah"),
        ("a@aliyun.com", "aliyun"),
        ("a@exmail.qq.com", "exmail"),
        ("a@gmail.com", "gmail"),
        ("a@hotmail.com", "outlook"),
        ("a@hanzhong.gov.cn", None),
        ("nonsense", None),
    ],
)
def test_the_domain_tells_the_provider(address: str, provider: str | None) -> None:
    assert provider_of(address) == provider


def test_every_domain_has_one_provider() -> None:
    domains = [domain for provider in PROVIDERS.values() for domain in provider.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_says_in_both_languages_where_its_code_comes_from(name: str) -> None:
    words = PROVIDERS[name].code
    assert "授权" in (said := catalogue("zh_CN").gettext(words)) or "密码" in said
    assert said != words
