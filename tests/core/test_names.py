"""Whatever a cashier types of a name finds it, and surnames read as people say them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.names import KEY_LENGTH, MOST_KEYS, keys, matches, terms
from shopdesk.text import clean, fold

# name | keys it must have | keys it must not have
NAMES = """
张三丰 | 张三丰 三丰 丰 zhangsanfeng sanfeng feng zsf sf | f z 张三
李明 | 李明 明 liming ming lm | m l
李 | 李 li | l
單雄信 | 單雄信 shanxiongxin sxx | danxiongxin dxx
单雄信 | shanxiongxin sxx xx | danxiongxin chanxiongxin dxx
仇英 | qiuying qy | chouying cy
曾国藩 | zengguofan zgf | cengguofan cgf
解晓东 | xiexiaodong xxd | jiexiaodong jxd
区文 | ouwen ow | quwen qw
區文 | ouwen | quwen
查良镛 | zhaliangyong zly | chaliangyong cly
翟天临 | zhaitianlin ztl | ditianlin dtl
覃海洋 | qinhaiyang tanhaiyang qhy thy hy | yanhaiyang
任贤齐 | renxianqi rxq | linxianqi
华罗庚 | hualuogeng hlg |
朴树 | piaoshu pushu ps | poshu
盖叫天 | gejiaotian gaijiaotian gjt |
冼星海 | xianxinghai xxh | shengxinghai
洗英 | xianying | xiying
乐嘉 | yuejia lejia yj lj |
员瑶 | yunyao | yuanyao
贠强 | yunqiang | yuanqiang
宓妮 | mini | funi
逄飞 | pangfei | fengfei
缪斯 | miaosi ms | mousi
繁星 | poxing px | fanxing
召忽 | shaohu | zhaohu
黑明 | heming heiming hm |
秘兰 | bilan bl | milan
折可 | sheke sk | zheke
种师道 | chongshidao csd | zhongshidao
晁盖 | chaogai cg | zhaogai
郗慧 | xihui chihui |
盛利 | shengli | chengli
葛优 | geyou gy |
宁静 | ningjing | zhujing
燕青 | yanqing yq |
应龙 | yinglong |
纪晓 | jixiao |
过江 | guojiang |
占文 | zhanwen | tiewen
能明 | naiming nm | nengming
宿敏 | sumin | xiumin
曲波 | qubo |
殷桃 | yintao |
都明 | duming | douming
祭仲 | zhaizhong zz | jizhong
隗林 | weilin kuilin |
句丽 | gouli gl | juli
訾伟 | ziwei |
阚泽 | kanze kz | hanze
撒贝宁 | sabeining sbn |
柏芝 | baizhi bz |
卜冠今 | buguanjin bgj | boguanjin
谌龙 | chenlong shenlong cl sl |
车晓 | chexiao | juxiao
吕布 | lvbu lubu lyubu lb bu |
闾丘露 | lvqiulu luqiulu qiulu lql |
尉迟恭 | yuchigong ycg chigong 迟恭 恭 | weichigong wcg
尉遲恭 | yuchigong | weichigong
万俟卨 | moqixie mqx | wanqixie wqx
长孙无忌 | zhangsunwuji zswj wuji wj 无忌 | changsunwuji cswj
长乐 | changle changyue zhangle |
单于飞 | chanyufei shanyufei cyf syf | danyufei
澹台明 | tantaiming ttm taiming | dantaiming
乐正绫 | yuezhengling yzl | lezhengling
令狐冲 | linghuchong lhc huchong |
欧阳娜娜 | ouyangnana oynn nana nn 娜娜 |
司马光 | simaguang smg |
皇甫嵩 | huangfusong hfs |
诸葛亮 | zhugeliang zgl |
慕容复 | murongfu mrf |
拓跋宏 | tuobahong tbh |
鲜于枢 | xianyushu xys |
亓官晴 | qiguanqing qgq |
濮阳樱 | puyangying pyy |
淳于髡 | chunyukun cyk |
申屠刚 | shentugang stg |
谷梁赤 | guliangchi glc |
呼延灼 | huyanzhuo hyz |
王乐 | wangle wangyue wl wy |
刘晟 | liusheng liucheng ls lc |
陈茜 | chenqian chenxi cq cx |
王朝 | wangchao wangzhao |
孙长青 | sunchangqing sunzhangqing scq changqing |
李重 | lichong lizhong |
张单 | zhangdan zhangshan |
白珩 | baiheng bh | baihang
小单 | xiaoshan xs shan xiaodan |
老仇 | laoqiu lq laochou |
𬭼㛃 | 𬭼㛃 㛃 suijie jie sj |
周喆 | zhouzhe zz |
王燚 | wangyi wy |
李堃 | likun lk |
陈昇 | chensheng |
䶮䶮 | 䶮䶮 䶮 |
張學友 | 張學友 zhangxueyou xueyou zxy |
Alice Wang | alicewang wang aw | w a
ＡＬＩＣＥ　ＷＡＮＧ | alicewang wang |
Mary-Jane Watson | maryjanewatson janewatson watson mjw jw |
Conan O’Brien | conanobrien obrien co |
Zoë Müller | zoemuller muller zm |
Łukasz Straße | lukaszstrasse strasse ls |
J. R. R. Tolkien | jrrtolkien tolkien jrrt |
李Tony | 李tony tony litony lt |
Tony单 | tony单 单 tonyshan shan | tonydan
张三丰（VIP 2） | 张三丰vip2 三丰vip2 vip2 zhangsanfengvip2 |
阿卜杜拉·买买提 | 阿卜杜拉买买提 买买提 abudulamaimaiti maimaiti abdlmmt mmt |
さくら 花 | さくら花 くら花 花 |
김민수 | 김민수 민수 수 |
8000 | 8000 |
★ | ★ |
"""


def _rows() -> list[tuple[str, list[str], list[str]]]:
    cells = [[cell.strip() for cell in line.split("|")] for line in NAMES.strip().splitlines()]
    return [(name, must.split(), must_not.split()) for name, must, must_not in cells]


@pytest.mark.parametrize(
    ("name", "must", "must_not"), _rows(), ids=[name for name, _, _ in _rows()]
)
def test_a_name_has_these_keys_and_not_those(
    name: str, must: list[str], must_not: list[str]
) -> None:
    found = keys(name)
    assert set(must) <= found
    assert not set(must_not) & found


@pytest.mark.parametrize("simplified", "单区盖乐员缪阚费车参谌")
def test_a_traditional_surname_reads_as_the_simplified_one(simplified: str) -> None:
    traditional = dict(zip("单区盖乐员缪阚费车参谌", "單區蓋樂員繆闞費車參諶", strict=True))[
        simplified
    ]
    assert _latin(simplified + "文") == _latin(traditional + "文")


def _latin(name: str) -> set[str]:
    return {key for key in keys(name) if key.isascii()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("张 8000", ["张", "8000"]),
        ("张，8000", ["张", "8000"]),
        ("张　三、李", ["张", "三", "李"]),
        ("ＺＳＦ", ["zsf"]),
        ("Xi'an", ["xian"]),
        ("xi’an", ["xian"]),
        ("Zhāng Sānfēng", ["zhang", "sanfeng"]),
        ("Mary-Jane", ["maryjane"]),
        ("138-0013 8000", ["1380013", "8000"]),
        ("+44 20", ["+44", "20"]),
        ("José", ["jose"]),
        ("  ", []),
        ("", []),
        ("...", ["..."]),
        ("★", ["★"]),
        ("a" * 99, ["a" * KEY_LENGTH]),
    ],
)
def test_what_was_typed_is_split_and_folded(query: str, expected: list[str]) -> None:
    assert terms(query) == expected


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("张三丰", "zhang san feng"),
        ("张三丰", "z s f"),
        ("张三丰", "zhangs"),
        ("张三丰", "三"),
        ("吕布", "LÜ"),
        ("Conan O'Brien", "obr con"),
        ("Renée Zellweger", "renee"),
        ("王小明（阿明）", "阿明"),
    ],
)
def test_every_term_of_a_query_finds_the_name(name: str, query: str) -> None:
    assert all(matches(keys(name), term) for term in terms(query))


def test_a_term_inside_a_syllable_finds_nothing() -> None:
    assert not matches(keys("张三丰"), "ang")


def test_a_long_foreign_name_is_found_by_its_last_word() -> None:
    assert "picasso" in keys("Pablo Diego José Francisco de Paula Juan Nepomuceno Ruiz y Picasso")


def test_a_name_full_of_polyphones_keeps_its_parts_and_usual_reading() -> None:
    found = keys("乐长朝重晟茜乐长朝重晟茜")
    assert len(found) == MOST_KEYS
    assert "yuechangchaochongshengqianlechangchaochongshengqian"[:KEY_LENGTH] in found
    assert "长朝重晟茜乐长朝重晟茜" in found


def test_reading_names_costs_nothing_until_there_is_one_to_read() -> None:
    program = (
        "import sys; from shopdesk import names; names.terms('张 8000'); names.keys('Alice Wang'); "
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@given(st.text())
def test_any_text_has_folded_keys_within_bounds(text: str) -> None:
    found = keys(text)
    assert len(found) <= MOST_KEYS
    assert all(key and key == fold(key) and len(key) <= KEY_LENGTH for key in found)
    assert all(term and term == fold(term) and len(term) <= KEY_LENGTH for term in terms(text))


@given(st.text())
def test_a_name_that_can_be_kept_can_be_found(text: str) -> None:
    try:
        name = clean(text)
    except ValueError:
        return
    assert keys(name)
    assert terms(name)


@given(st.text(alphabet="张单乐长吕𬭼㛃aZéß '-·,(9★　", min_size=1, max_size=8))
def test_typing_a_whole_name_finds_it(text: str) -> None:
    if any(c.isalnum() for c in text):
        assert all(matches(keys(text), term) for term in terms(text))
