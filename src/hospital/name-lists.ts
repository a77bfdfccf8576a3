/** Where a name might come from: what people there may be called. Written for this project; nobody in particular is meant. */
export interface NameOrigin {
  /** How often, against the others. */
  readonly weight: number;
  readonly female: readonly string[];
  readonly male: readonly string[];
  readonly family: readonly string[];
  /** `two`: two family names; `single`: one name only; `hyphen`: now and then two family names joined. */
  readonly form?: "two" | "single" | "hyphen";
  /** Written in a script that staff badges do not carry here; for patients only. */
  readonly patientsOnly?: boolean;
}

/** An underscore stands for a space inside one name. */
const words = (text: string): readonly string[] =>
  text.split(" ").map((word) => word.replaceAll("_", " "));

/** The origins. The weights are a city's, roughly; no register was copied. */
export const nameOrigins: readonly NameOrigin[] = [
  {
    weight: 26,
    female: words(
      "Amy Grace Holly Ruth Joan Edith Olive Daisy Nora Beth Clare Hazel Iris Megan Pippa Rose Tess Vera Winnie Dot",
    ),
    male: words(
      "Ben Tom Alfie Harry Ernest George Neil Colin Frank Oscar Ralph Stan Toby Walter Miles Jack Giles Hugh Leo Ned",
    ),
    family: words(
      "Ashdown Barlow Birch Cartwright Coombes Dunmore Ellery Fairley Garside Hadley Holt Kerslake Langdale Marsh Nettleton Oakes Pickering Rowntree Sedgwick Thorne Underhill Wainscott Yardley Whitlow",
    ),
    form: "hyphen",
  },
  {
    weight: 6,
    female: words("Aoife Niamh Siobhán Orla Róisín Gráinne Ciara Sinéad Maeve Bríd"),
    male: words("Cian Declan Eoin Fergal Conor Pádraig Ruairí Tadhg Oisín Donal"),
    family: words(
      "O'Brien O'Shea O'Dowd O'Rourke McGrath McAteer Brannigan Kinsella Tierney Hanrahan D'Arcy Quigley",
    ),
  },
  {
    weight: 5,
    female: words("Angharad Bronwen Carys Efa Ffion Gwen Lowri Mari Nia Seren"),
    male: words("Aled Dewi Emyr Gethin Huw Ieuan Llŷr Osian Rhodri Tomos"),
    family: words(
      "ap_Rhys Bevan Cadwallader Gwyther Llewelyn Maddocks Penry Prosser Trahearne Vaughan",
    ),
  },
  {
    weight: 7,
    female: words("Anna Agnieszka Bożena Dorota Ewa Halina Jadwiga Kinga Małgorzata Zofia"),
    male: words("Andrzej Bartosz Grzegorz Jan Krzysztof Łukasz Marek Paweł Tadeusz Wojciech"),
    family: words(
      "Kowalski Nowicki Wiśniewski Zając Dąbrowski Szczepański Wróblewski Jabłoński Górski Żuk Lis Mazurek",
    ),
  },
  {
    weight: 8,
    female: words("Adaeze Chioma Folasade Ifeoma Ngozi Omolara Temitope Yetunde Ebele Simisola"),
    male: words("Babatunde Chidi Emeka Femi Kelechi Obinna Olumide Segun Tunde Uche"),
    family: words(
      "Okafor Adebayo Nwosu Eze Balogun Akinwande Onyekachi Oladipo Ibekwe Ogunleye Umeh Afolayan",
    ),
  },
  {
    weight: 5,
    female: words("Abena Akosua Efua Esi Ama Adwoa Yaa Serwaa Maame Akua"),
    male: words("Kofi Kwame Kwesi Yaw Kojo Ebo Nana Fiifi Kwabena Papa"),
    family: words(
      "Osei Mensah Boateng Asante Owusu Appiah Agyeman Danso Quaye Tetteh Amoah Sarpong",
    ),
  },
  {
    weight: 9,
    female: words("Aarti Deepa Kavita Meera Nisha Priya Radha Sunita Usha Vidya"),
    male: words("Arjun Dinesh Gopal Harish Kiran Mohan Nikhil Rajan Sanjay Vikram"),
    family: words(
      "Patel Sharma Iyer Banerjee Chaudhary Deshmukh Joshi Kulkarni Menon Rao Trivedi Nair",
    ),
  },
  {
    weight: 3,
    female: words("Kamala Lakshmi Saraswathi Meenakshi Valli Thenmozhi"),
    male: words("Arumugam Balakrishnan Ilango Muthu Selvam Thirumal"),
    family: [],
    form: "single",
  },
  {
    weight: 7,
    female: words("Ayesha Bushra Farah Hina Maryam Nadia Rabia Samina Zainab Uzma"),
    male: words("Adeel Bilal Faisal Hamza Imran Kashif Nadeem Saad Tariq Zubair"),
    family: words(
      "Ahmadzai Butt Chishti Qureshi Malik Mirza Raja Siddiqui Sheikh Abbasi Gill Hashmi",
    ),
  },
  {
    weight: 5,
    female: words("Amal Basma Dalia Hala Lina Mona Noor Rania Salma Yasmin"),
    male: words("Adel Bassam Fadi Ghassan Hani Karim Majid Nabil Samir Youssef"),
    family: words("al-Khatib Haddad Mansour Nasser Rahman el-Sayed Sabbagh Saleh Tawil Zaher"),
  },
  {
    weight: 6,
    female: words("Mei Xiu Lan Jing Hui-Min Yan Ling Fang Qing Shu-Fen"),
    male: words("Wei Jian Bo Chen-Yu Hao Jun Kang Ming Tao Zhi-Wei"),
    family: words("Ng Wong Zhao Lin Huang Chow Xu Tang Ou Lau Fung Shen"),
  },
  {
    weight: 6,
    female: words(
      "Analyn Divina Jocelyn Liwayway Marites Rosario Teresita Luzviminda Imelda Corazon",
    ),
    male: words("Arnel Benigno Crisanto Danilo Efren Jomar Renato Rodel Virgilio Wilfredo"),
    family: words(
      "Bautista Dimaculangan Magsaysay Panganiban Salonga Tolentino Villanueva Catacutan Macaraeg Ocampo",
    ),
  },
  {
    weight: 5,
    female: words("Beatriz Catarina Inês Lúcia Marisol Pilar Rocío Soledad Ximena Leonor"),
    male: words("Álvaro Duarte Gonçalo Hernán Íñigo João Martín Nuno Raúl Tomás"),
    family: words(
      "Almeida Barragán Cordeiro Estévez Ferreira Íñiguez Muñoz Pacheco Quiñones Salgado Teixeira Vidal",
    ),
    form: "two",
  },
  {
    weight: 3,
    female: words("Anne-Laure Béatrice Clémence Élodie Maëlle Marie-Ange Noémie Solène"),
    male: words("Aurélien Benoît Étienne Gaël Jean-Luc Loïc Rémi Thibault"),
    family: words("Beaumont Carpentier Delacroix L'Hermitte Lefèvre Roussel d'Aubigny Le_Gall"),
    form: "hyphen",
  },
  {
    weight: 3,
    female: words("Annika Birgit Gudrun Heike Jördis Liesl Ulrike Åsa"),
    male: words("Björn Detlef Götz Henning Jürgen Lars Søren Uwe"),
    family: words("Müller Größmann Köhler Ødegård Lindqvist Schäfer Weiß van_der_Veen Ågren Bæk"),
  },
  {
    weight: 3,
    female: words("Ayşe Elif Gül Nesrin Şule Zeynep Derya Fatma"),
    male: words("Emre Hakan İsmail Kaan Mehmet Oğuz Serkan Yiğit"),
    family: words("Yılmaz Çelik Öztürk Şahin Kılıç Aydın Doğan Güneş"),
  },
  {
    weight: 3,
    female: words("Bích Hạnh Hương Mỹ Ngọc Thảo Tuyết Yến"),
    male: words("Bảo Cường Đức Hiếu Khánh Long Phúc Quân"),
    family: words("Nguyễn Trần Lê Phạm Đặng Vũ Bùi Hồ"),
  },
  {
    weight: 2,
    female: words("Almaz Hanna Selam Tigist Saba Rahwa"),
    male: words("Abebe Dawit Kidane Tesfaye Yonas Berhane"),
    family: words("Alemu Bekele Gebremariam Habte Tadesse Woldemichael"),
  },
  {
    weight: 1,
    female: words("Ελένη Δήμητρα Κατερίνα Σοφία"),
    male: words("Γιώργος Νίκος Παύλος Σπύρος"),
    family: words("Παπαδάκης Αλεξίου Καραγιάννης Δημητρίου"),
    patientsOnly: true,
  },
  {
    weight: 1,
    female: words("Оксана Людмила Ганна Соломія"),
    male: words("Богдан Тарас Микола Юрій"),
    family: words("Шевчук Коваленко Бондаренко Лисенко"),
    patientsOnly: true,
  },
  {
    weight: 1,
    female: words("美玲 秀英 雅婷 静"),
    male: words("志强 建国 伟 浩然"),
    family: words("陈 林 黄 郑 欧阳"),
    patientsOnly: true,
  },
  {
    weight: 1,
    female: words("ليلى فاطمة هدى سعاد"),
    male: words("يوسف عمر خالد سمير"),
    family: words("الخطيب حداد منصور العلي"),
    patientsOnly: true,
  },
];
