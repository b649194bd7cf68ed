"""Everyday Traditional Chinese (Taiwan's usage) made by rules: stories, dialogue, explanations, questions.

Same idea as everyday_english.py; words and templates stand together because most words fit one slot only.
"""
from collections.abc import Callable, Iterable
from random import Random

from grammar import Maker, say

NAMES = """小明 小華 小美 小安 小玉 小天 小芳 小傑 阿宏 阿珍 阿德 阿美 志明 春嬌 雅婷 怡君 家豪 俊宏 淑芬 美玲 建國 文雄 欣怡 佳穎 宗翰 承恩 品妤 宜蓁 子晴 宥廷 柏翰 冠宇 詩涵 詠晴 佩珊 國華 玉蘭 曉雯 思齊 浩然 若曦 心怡 雨桐 彥廷 育誠 惠如 靜宜 明哲 信宏 麗華""".split()
FAMILY = "媽媽 爸爸 姊姊 哥哥 妹妹 弟弟 奶奶 爺爺 外婆 外公 阿姨 叔叔 老師 鄰居 同學 表哥 表妹".split()
# 水果: (顏色, 味道, 長在哪裡)
FRUITS = {"蘋果": ("紅色", "又甜又脆", "樹上"), "香蕉": ("黃色", "又香又軟", "香蕉樹上"), "芒果": ("金黃色", "很香甜", "樹上"), "鳳梨": ("黃色", "酸酸甜甜", "田裡"), "西瓜": ("綠色", "水分很多", "田裡"), "葡萄": ("紫色", "小小的很甜", "藤上"), "草莓": ("紅色", "酸酸甜甜", "田裡"), "芭樂": ("綠色", "很清脆", "樹上"), "檸檬": ("黃色", "很酸", "樹上"), "木瓜": ("橘色", "很軟", "樹上"), "橘子": ("橘色", "酸酸甜甜", "樹上"), "水梨": ("淡黃色", "多汁", "樹上"), "桃子": ("粉紅色", "又軟又甜", "樹上"), "柳丁": ("橘色", "很多汁", "樹上"), "荔枝": ("紅色", "很甜", "樹上"), "櫻桃": ("深紅色", "小小的", "樹上")}
# 動物: (叫聲, 食物, 住處, 量詞)
ANIMALS = {"貓": ("喵喵叫", "魚", "籃子裡", "隻"), "狗": ("汪汪叫", "骨頭", "狗屋裡", "隻"), "母雞": ("咯咯叫", "穀子", "雞舍裡", "隻"), "牛": ("哞哞叫", "草", "牛棚裡", "頭"), "羊": ("咩咩叫", "草", "山坡上", "隻"), "鴨子": ("呱呱叫", "水草", "池塘裡", "隻"), "青蛙": ("呱呱叫", "蚊子", "池塘裡", "隻"), "麻雀": ("吱吱喳喳", "穀子", "屋簷下", "隻"), "馬": ("嘶嘶叫", "乾草", "馬房裡", "匹"), "兔子": ("跳來跳去", "紅蘿蔔", "洞裡", "隻"), "松鼠": ("跑來跑去", "果實", "樹洞裡", "隻"), "蜜蜂": ("嗡嗡叫", "花蜜", "蜂窩裡", "隻"), "魚": ("游來游去", "水草", "小河裡", "條"), "烏龜": ("慢慢走", "青菜", "池塘邊", "隻")}
# 東西: (量詞, 用途, 放在哪裡)
THINGS = {"雨傘": ("把", "擋雨", "門邊"), "書": ("本", "學新的東西", "書架上"), "手機": ("支", "打電話", "口袋裡"), "電腦": ("台", "寫程式", "書桌上"), "杯子": ("個", "喝水", "櫃子裡"), "鑰匙": ("把", "開門", "鞋櫃上"), "書包": ("個", "裝課本", "椅子上"), "腳踏車": ("輛", "上學", "車庫裡"), "帽子": ("頂", "遮太陽", "衣架上"), "外套": ("件", "保暖", "衣櫃裡"), "鉛筆": ("枝", "畫畫", "鉛筆盒裡"), "相機": ("台", "拍照", "背包裡"), "風箏": ("個", "在公園玩", "房間裡"), "地圖": ("張", "找路", "抽屜裡"), "鬧鐘": ("個", "叫我起床", "床頭"), "電風扇": ("台", "吹風", "客廳裡"), "筷子": ("雙", "吃飯", "廚房裡"), "湯匙": ("支", "喝湯", "廚房裡"), "悠遊卡": ("張", "搭捷運", "皮夾裡"), "耳機": ("副", "聽音樂", "抽屜裡"), "枕頭": ("個", "睡覺", "床上"), "剪刀": ("把", "剪紙", "抽屜裡"), "冰箱": ("台", "放食物", "廚房裡"), "球": ("顆", "跟朋友玩", "院子裡"), "眼鏡": ("副", "看清楚黑板", "桌上"), "水壺": ("個", "裝水", "書包旁邊")}
# 地方: (看得到什麼, 做什麼)
PLACES = {"公園": ("大樹和池塘", "散步"), "圖書館": ("一排一排的書架", "看書"), "夜市": ("很多小吃攤", "吃小吃"), "菜市場": ("青菜、水果和魚", "買菜"), "學校": ("教室和操場", "上課"), "海邊": ("白色的沙灘和海浪", "玩沙"), "捷運站": ("來來往往的人", "搭捷運"), "公車站": ("一張長椅和時刻表", "等公車"), "便利商店": ("飲料和便當", "買飲料"), "動物園": ("大象、猴子和企鵝", "看動物"), "博物館": ("恐龍的骨頭和古老的船", "看展覽"), "山上": ("整個城市", "爬山"), "農場": ("牛、羊和母雞", "餵動物"), "火車站": ("火車和提著行李的人", "搭火車"), "餐廳": ("菜單和熱騰騰的菜", "吃飯"), "醫院": ("醫生和護理師", "看醫生"), "郵局": ("信和包裹", "寄包裹"), "書店": ("新書和雜誌", "買書"), "游泳池": ("藍色的水", "游泳"), "電影院": ("很大的銀幕", "看電影"), "麵包店": ("剛出爐的麵包", "買麵包"), "河邊": ("石頭和小魚", "騎腳踏車")}
WEATHER = {"晴天": ("天空很藍", "戴帽子", "出去玩"), "雨天": ("雨一直下", "帶雨傘", "待在家裡看書"), "颱風天": ("風很大", "關好窗戶", "留在家裡"), "陰天": ("雲很厚", "帶外套", "去散步"), "冷天": ("風很冷", "穿外套", "喝熱湯"), "熱天": ("太陽很大", "多喝水", "吃冰"), "起霧的早上": ("什麼都看不清楚", "小心走路", "慢慢走")}
FEELINGS = {"開心": ("交到新朋友", "笑了"), "難過": ("弄丟了心愛的東西", "低下頭"), "累": ("走了一整天", "坐了下來"), "生氣": ("被誤會了", "皺起眉頭"), "驚訝": ("沒想到會這樣", "睜大眼睛"), "害怕": ("聽到奇怪的聲音", "躲到門後面"), "餓": ("還沒吃早餐", "看了看廚房"), "無聊": ("沒有事情做", "打了一個呵欠"), "興奮": ("明天要去旅行", "一直跳來跳去"), "緊張": ("要上台說話", "深呼吸"), "感動": ("有人幫了忙", "說了謝謝")}
JOBS = {"老師": "教學生", "醫生": "照顧病人", "農夫": "種稻米和蔬菜", "司機": "開公車", "廚師": "做菜", "工程師": "寫程式", "護理師": "照顧病人", "畫家": "畫畫", "作家": "寫書", "消防員": "滅火", "郵差": "送信", "漁夫": "捕魚", "木匠": "做桌子和椅子", "麵包師傅": "做麵包", "歌手": "唱歌", "店員": "招呼客人"}
DISHES = {"蛋炒飯": "白飯、雞蛋和蔥", "牛肉麵": "牛肉、麵和青菜", "珍珠奶茶": "紅茶、牛奶和珍珠", "蘋果汁": "蘋果和水", "番茄炒蛋": "番茄和雞蛋", "三明治": "吐司、火腿和起司", "水餃": "麵皮、豬肉和高麗菜", "豆漿": "黃豆和水", "湯圓": "糯米粉和紅豆", "味噌湯": "味噌、豆腐和海帶", "果汁": "新鮮的果實", "咖哩飯": "白飯、馬鈴薯和紅蘿蔔", "蛋餅": "麵糊、雞蛋和蔥"}
CITIES = "台北 台中 台南 高雄 花蓮 台東 新竹 嘉義 宜蘭 基隆 桃園 屏東 南投 彰化 苗栗 澎湖 東京 巴黎 倫敦 紐約 首爾 香港".split()
DAYS = "星期一 星期二 星期三 星期四 星期五 星期六 星期日".split()
NUMBERS = "零 一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十".split()
COLOURS = "紅色 藍色 綠色 黃色 白色 黑色 紫色 橘色 粉紅色 咖啡色 灰色 金色".split()
OPPOSITES = {"大": "小", "高": "低", "長": "短", "多": "少", "快": "慢", "新": "舊", "冷": "熱", "開": "關", "左": "右", "上": "下", "早": "晚", "遠": "近", "輕": "重", "乾": "濕", "胖": "瘦", "難": "簡單", "開心": "難過", "白天": "晚上", "乾淨": "髒", "安靜": "吵", "便宜": "貴"}
EXPLAIN = {"詞元": "語言模型閱讀文字的單位。一個詞元可以是一個字、一個英文單字，或是單字的一部分", "語言模型": "一種做文字接龍的程式。它看過很多文字，會算出下一個詞元的機率", "注意力": "模型考慮上下文的方法。每個詞元都會計算自己和前面其他詞元的相關性，再依照相關性把資訊收集起來", "嵌入": "代表詞元語意的一串數字。意思相近的詞元，向量也相近",
           "位置嵌入": "告訴模型詞元在第幾個位置的向量。它會加到詞元的向量上", "多頭注意力": "好幾個同時工作的注意力。因為相關性不只一種，所以需要很多個頭", "文字接龍": "看前面的文字，猜下一個詞元是什麼", "因果注意力": "只看左邊的注意力。每個詞元只能看到自己和前面的詞元", "機率": "零到一之間的數字，表示一件事有多可能發生。所有的機率加起來是一", "神經網路": "一種從例子學習的程式，裡面有很多參數",
           "變壓器模型": "由很多層組成的神經網路。每一層都有注意力和前饋網路", "斷詞器": "把文字切成詞元的程式", "程式": "一連串給電腦的指令", "電腦": "會照著指令做事的機器", "手機": "可以隨身帶著的電話，也可以上網和拍照", "捷運": "在城市裡跑的電車，有的在地下，有的在高架上", "公車": "很多人一起搭的大車", "圖書館": "可以借書和看書的地方", "水果": "植物的果實，大多又甜又多汁", "果實": "植物包住種子的部分。蘋果和橘子都是果實", "果汁": "用水果做的飲料", "蘋果": "一種水果，也是一家公司的名字。要看上下文才知道是哪一個",
           "種子": "可以長出新植物的小東西。它需要水、陽光和土壤", "雨": "從雲裡掉下來的水", "雲": "很多很小的水滴聚在一起", "太陽": "一顆恆星，給我們光和熱", "月亮": "繞著地球轉的星球", "颱風": "夏天和秋天常見的大風雨", "地震": "地面突然搖動的現象", "海": "很大很鹹的水", "河": "從山上流到海裡的水", "山": "很高的地方", "學校": "學生上課的地方", "功課": "學生回家以後要做的練習", "朋友": "可以一起玩、互相幫忙的人", "鄰居": "住在附近的人", "早餐": "早上吃的飯", "牙刷": "用來刷牙的東西", "時鐘": "告訴我們時間的東西", "字典": "解釋字和詞的書", "問題": "需要回答的句子", "標點符號": "把句子分開的記號，例如逗號和句號", "變數": "程式裡一個值的名字", "函式": "程式裡有名字的一段，可以重複使用", "迴圈": "程式裡會重複執行的部分"}


def scene(rng: Random) -> dict[str, str]:
    """Slots for one text: three names, and one member of every group with what belongs to it."""

    def pick(table: Iterable[str]) -> str:
        return rng.choice(list(table))

    n1, n2, n3 = rng.sample(NAMES, 3)
    tables: tuple[Iterable[str], ...] = (THINGS, PLACES, WEATHER, FEELINGS, ANIMALS, FRUITS, FRUITS, DISHES, JOBS)
    thing, place, weather, feeling, animal, fruit, fruit2, dish, job = (pick(table) for table in tables)
    return dict(n1=n1, n2=n2, n3=n3, f1=pick(FAMILY), f2=pick(FAMILY), thing=thing, m=THINGS[thing][0], use=THINGS[thing][1], kept=THINGS[thing][2], place=place, sees=PLACES[place][0], does=PLACES[place][1],
                weather=weather, sky=WEATHER[weather][0], wear=WEATHER[weather][1], wact=WEATHER[weather][2], feeling=feeling, cause=FEELINGS[feeling][0], react=FEELINGS[feeling][1], animal=animal, sound=ANIMALS[animal][0],
                food=ANIMALS[animal][1], home=ANIMALS[animal][2], am=ANIMALS[animal][3], fruit=fruit, fcol=FRUITS[fruit][0], taste=FRUITS[fruit][1], grows=FRUITS[fruit][2], fruit2=fruit2, dish=dish, needs=DISHES[dish],
                job=job, work=JOBS[job], day=pick(DAYS), num=rng.choice("兩三四五六七八九十"), colour=pick(COLOURS), city=pick(CITIES), he=rng.choice("他她"))


OPENINGS = ["{<day>|今天|昨天|有一天|放學以後}，<n1>{和<f1>一起|一個人|和<n2>}{去|到}<place><does>。", "<n1>住在<city>，{<he>家|家}離<place>很近。{每天早上|放學以後|週末的時候}，<he>都會去<place><does>。", "今天是<weather>，<sky>。<f1>說：「{出門|今天}要記得<wear>喔！」", "<n1>和<n2>是{好朋友|同學|鄰居}，他們常常一起去<place>。", "早上，<n1>{很早就|七點就}起床了。<he>{刷牙、洗臉|吃完早餐}以後，就去<place>。", "從前，有一{個小孩|個孩子}叫<n1>，<he>最喜歡<does>。"]
EVENTS = ["在那裡，<he>看到<sees>，覺得很<feeling>。", "{忽然|突然|這時候}，一<am><animal>{跑了過來|出現了}。<animal><sound>，<n1>{拿了一些<food>給牠吃|覺得很可愛}。", "<n1>找不到<he>的<thing>。「我的<thing>呢？」<he>{問|說}。<n2>說：「{會不會在<kept>|你看看<kept>}？」", "<n1>覺得很<feeling>，因為<he><cause>。<he><react>。", "<n2>帶了<num>個<fruit>。<fruit>是<fcol>的，吃起來<taste>。「{要不要吃|你想吃}一個？」<n2>問<n1>。", "路上，<n1>撿到一<m><colour>的<thing>。「這是誰的<thing>？」<he>想。", "<f1>{想做|要煮}<dish>，需要<needs>。<n1>說：「我去買！」"]
TURNS = ["他們一起{找|想辦法}，{最後|終於}在<kept>找到了。", "<n2>說：「{別擔心|沒關係}，我{來幫你|們一起想辦法}。」", "有一位<job>{走過來|經過}，{笑著|親切地}說：「{需要幫忙嗎|怎麼了}？」", "<n1>{試了一次又一次|想了很久}，{終於|最後}成功了。", "「{你看|快看}！」<n2>{大叫|說}，「那<am><animal>在<home>！」"]
ENDINGS = ["{晚上|回家以後}，<n1>把這件事告訴<f2>，<f2>{笑了|說他做得很好}。", "「謝謝你，<n2>！」<n1>說。「{不客氣|不會}，」<n2>回答，「我們是朋友嘛。」", "{從此以後|從那天起}，<n1>{都會把<thing>放在<kept>|更喜歡<place>了}。", "{今天真是開心的一天|真是難忘的一天}。", "他們一起吃<dish>，{聊得很開心|開心地回家了}。", "那天晚上，<n1>{很快就睡著了|夢見了一<am><animal>}。"]


def story(rng: Random) -> str:
    slots, parts = scene(rng), [OPENINGS, EVENTS, rng.choice([EVENTS, TURNS]), TURNS, ENDINGS]
    chosen = []
    for templates in parts:
        chosen.append(rng.choice([t for t in templates if t not in chosen]))
    title = say(rng, "{<n1>的<thing>|<place>|<n1>和<n2>|<weather>|<fruit>和<animal>|一<m><colour>的<thing>}", **slots)
    return rng.choice([title + "\n", ""]) + rng.choice(["", "\n"]).join(say(rng, t, **slots) for t in chosen)


TALK = ["<n1>：<n2>，你要去哪裡？\n<n2>：我要去<place><does>。{你要一起去嗎|一起去吧}？\n<n1>：好啊，{我們走吧|等我一下}！", "<n1>：這<m><thing>是你的嗎？\n<n2>：{是啊，這是我的|不是，這是<f1>的}<thing>。", "<n1>：今天天氣怎麼樣？\n<n2>：今天是<weather>，<sky>。\n<n1>：那我們要記得<wear>。", "<n1>：你喜歡吃<fruit>嗎？\n<n2>：{喜歡，<fruit><taste>|我比較喜歡<fruit2>}。", "<n1>：你今天怎麼這麼<feeling>？\n<n2>：因為我<cause>。", "<n1>：請問<place>怎麼走？\n<n2>：{往前走，再左轉|在<place>下車就到了|你可以搭公車，也可以搭捷運}。\n<n1>：謝謝你！\n<n2>：不客氣！", "<n1>：晚餐想吃什麼？\n<n2>：我想吃<dish>。\n<n1>：好，那要買<needs>。", "<n1>：你看過我的<thing>嗎？\n<n2>：<thing>{在<kept>|不是在<kept>嗎}？\n<n1>：真的耶，謝謝<n2>！", "<n1>：喂，請問<n2>在嗎？\n<n2>：我就是。{你是哪位|請問有什麼事}？\n<n1>：我是<n1>。<day>一起去<place>好不好？\n<n2>：好，<day>見！"]


def dialogue(rng: Random) -> str:
    slots, lines = scene(rng), []
    for template in rng.sample(TALK, rng.randint(1, 3)):
        lines.append(say(rng, template, **scene(rng) | {"n1": slots["n1"], "n2": slots["n2"]}))
    text = "\n".join(lines)
    if rng.random() < .5:  # the same talk as quoted speech
        turns = [t.split("：", 1) for t in text.split("\n")]
        text = "\n".join(rng.choice([f"{who}{rng.choice(['說', '說', '回答' if i else '問'])}：「{words}」", f"「{words}」{who}說。"]) for i, (who, words) in enumerate(turns))
    return text


def explanation(rng: Random) -> str:
    lines = []
    for topic in rng.sample(list(EXPLAIN), rng.randint(1, 3)):
        lines.append(say(rng, rng.choice(["什麼是<t>？<t>是<m>。", "<t>是<m>。", "問：什麼是<t>？\n答：<t>是<m>。", "「老師，什麼是<t>？」<n>問。\n「<t>是<m>。」老師{回答|說}。", "<n>想知道<t>是什麼。{其實很簡單|簡單地說}，<t>就是<m>。"]), t=topic, m=EXPLAIN[topic], n=rng.choice(NAMES)))
    return "\n".join(lines)


def facts(rng: Random) -> str:
    kind, lines = rng.randrange(6), []
    for _ in range(rng.randint(2, 5)):
        s = scene(rng)
        lines.append(say(rng, ["{<fruit>是<fcol>的，吃起來<taste>。|<fruit>是一種水果，長在<grows>，吃起來<taste>。|我喜歡<fruit>，因為<fruit><taste>。|<fruit>的果實是<fcol>的，可以做成<fruit>汁。}", "{<animal>喜歡吃<food>，住在<home>。|<home>有一<am><animal>，牠<sound>。|那<am><animal><sound>，牠想吃<food>。}", "{<thing>可以用來<use>。|我的<thing>放在<kept>。|這<m><thing>是<colour>的，放在<kept>。|要<use>的時候，我會用<thing>。}",
                               "{在<place>可以看到<sees>。|我們去<place><does>。|想<does>的話，可以去<place>。}", "{<job>的工作是<work>。|<n1>的<f1>是<job>，每天<work>。|長大以後，<n1>想當<job>。}", "{做<dish>需要<needs>。|<dish>怎麼做？先準備<needs>。|今天的午餐是<dish>，裡面有<needs>。}"][kind], **s))
    return rng.choice(["", "\n"]).join(lines)


def context(rng: Random) -> str:
    """果 in 蘋果 the fruit and 蘋果 the company: the words around it decide."""
    return "".join(say(rng, rng.choice(["<n1>{吃|買|洗}了一顆蘋果，蘋果{很甜|又大又紅|是從山上來的}。", "蘋果公司{推出了新手機|的電腦很輕|開了一家新的店}，<n1>{很想買|去看了}。", "這棵樹的果實是{蘋果|橘子|桃子}，可以做成果汁。", "<n1>用蘋果的{電腦|手機}查{怎麼種蘋果樹|蘋果派的做法}。", "吃蘋果的「蘋果」是水果，蘋果電腦的「蘋果」是公司。", "他喝了一杯{蘋果汁|果汁}，因為{果汁|它}{很好喝|是用新鮮的果實做的}。"]), **scene(rng)) for _ in range(rng.randint(2, 5)))


def reading(rng: Random) -> str:
    names, facts_, questions = rng.sample(NAMES, rng.randint(2, 4)), [], []
    for n in names:
        s = scene(rng)
        facts_.append(f"{n}住在{s['city']}，{rng.choice(['是', '是一位'])}{s['job']}。{s['he']}養了一{s['am']}{s['animal']}，最喜歡吃{s['fruit']}。")
        questions += [(f"{n}住在哪裡？", f"{n}住在{s['city']}。"), (f"{n}是做什麼的？", f"{n}是{s['job']}。"), (f"{n}養了什麼動物？", f"{n}養了一{s['am']}{s['animal']}。"), (f"{n}最喜歡吃什麼？", f"{n}最喜歡吃{s['fruit']}。")]
    rng.shuffle(questions)
    return "".join(facts_) + "\n" + "\n".join(f"問：{q}\n答：{a}" for q, a in questions[:rng.randint(2, 5)])


def letter(rng: Random) -> str:
    return say(rng, "親愛的<n2>：\n{你好嗎|謝謝你的信|好久不見}？{今天|昨天|<day>}我{和<f1>|和<n3>}去了<place>，看到<sees>。那天是<weather>，<sky>，所以我們<wact>。\n我買了一<m><colour>的<thing>給你，你可以用它<use>。{有空來<city>找我玩吧|記得回信喔|<day>見}！\n<n1>{上|敬上|}", **scene(rng))


def patterns(rng: Random) -> str:
    """Opposites, sums, weekdays, shopping lists: one pattern several times."""
    kind = rng.randrange(5)
    if kind == 0:
        return "\n".join(f"「{x}」的相反是「{y}」。" for x, y in rng.sample(list(OPPOSITES.items()), rng.randint(3, 7)))
    if kind == 1:
        sums = [(rng.randint(1, 10), rng.randint(1, 10)) for _ in range(rng.randint(2, 5))]
        return "\n".join(rng.choice([f"{NUMBERS[x]}加{NUMBERS[y]}等於{NUMBERS[x + y]}。", f"{NUMBERS[max(x, y)]}減{NUMBERS[min(x, y)]}等於{NUMBERS[abs(x - y)]}。", f"{x}加{y}等於{x + y}。"]) for x, y in sums)
    if kind == 2:
        start = rng.randrange(7)
        return "\n".join(f"今天是{DAYS[(start + i) % 7]}，明天是{DAYS[(start + i + 1) % 7]}。" for i in range(rng.randint(2, 6)))
    items = rng.sample([*FRUITS, *THINGS], rng.randint(3, 6))
    name, other = rng.sample(NAMES, 2)
    row = "、".join(items[:-1]) + "和" + items[-1]
    return rng.choice([f"{name}去買東西，買了{row}。回家以後，{name}把{row}放在桌上。", f"{name}唸了一次：「{row}。」{other}跟著唸：「{row}。」", "要帶的東西：\n" + "\n".join(f"・{x}" for x in items) + f"\n{name}帶了{row}。"])


def look_up(rng: Random) -> str:
    names = rng.sample(NAMES, rng.randint(3, 6))
    tables: list[tuple[str, Callable[[], str]]] = [("電話號碼", lambda: str(rng.randint(1000, 9999))), ("座位", lambda: f"{rng.randint(1, 40)}號"), ("生日", lambda: f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"), ("家", lambda: f"在{rng.choice(CITIES)}"), ("帽子", lambda: f"{rng.choice(COLOURS)}的")]
    kind, values = rng.choice(tables)
    verb = "" if kind == "家" else "是"
    table = {n: values() for n in names}
    asked = rng.sample(names, rng.randint(1, len(names)))
    ask = "在哪裡" if kind == "家" else "是什麼顏色的" if kind == "帽子" else "是什麼" if kind != "生日" else "是哪一天"
    return "\n".join(f"{n}的{kind}{verb}{v}。" for n, v in table.items()) + "\n" + "\n".join(f"{n}的{kind}{ask}？{n}的{kind}{verb}{table[n]}。" for n in asked)


def brackets(rng: Random) -> str:
    """Full-width brackets and quotes that close again."""
    return "".join(say(rng, rng.choice(["<n1>說：「<n2>告訴我『<place>很好玩』，我也想去。」", "<n1>的<thing>（<colour>的那<m>）放在<kept>。", "<n2>問：「你要<fruit>（<fcol>）還是<fruit2>？」", "他們去了<place>（在<city>），看到<sees>。", "「<dish>！」<n1>說，「我最喜歡<dish>了。」", "《<n1>的<thing>》是一本關於<animal>的書。"]), **scene(rng)) for _ in range(rng.randint(2, 4)))


MAKERS: dict[Maker, int] = {story: 34, dialogue: 18, explanation: 9, facts: 10, context: 4, reading: 9, letter: 5, patterns: 5, look_up: 6, brackets: 5}
