import pytest

from intake.config import provider_of


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("53489666@qq.com", "qq"),
        ("a@Foxmail.com ", "qq"),
        ("a@163.com", "163"),
        ("a@126.com", "126"),
        ("a@hanzhong.gov.cn", None),
        ("nonsense", None),
    ],
)
def test_the_domain_tells_the_provider(address: str, provider: str | None) -> None:
    assert provider_of(address) == provider
