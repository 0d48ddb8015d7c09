/** The languages that the program tells apart, by their ISO 639-3 codes. */
const languages: Readonly<Record<string, string>> = {
  afr: "Afrikaans",
  aka: "Akan",
  amh: "Amharic",
  ara: "Arabic",
  aze: "Azerbaijani",
  bel: "Belarusian",
  ben: "Bengali",
  bul: "Bulgarian",
  cat: "Catalan",
  ces: "Czech",
  cmn: "Chinese",
  cym: "Welsh",
  dan: "Danish",
  deu: "German",
  ell: "Greek",
  eng: "English",
  epo: "Esperanto",
  est: "Estonian",
  fin: "Finnish",
  fra: "French",
  guj: "Gujarati",
  heb: "Hebrew",
  hin: "Hindi",
  hrv: "Croatian",
  hun: "Hungarian",
  hye: "Armenian",
  ind: "Indonesian",
  ita: "Italian",
  jav: "Javanese",
  jpn: "Japanese",
  kan: "Kannada",
  kat: "Georgian",
  khm: "Khmer",
  kor: "Korean",
  lat: "Latin",
  lav: "Latvian",
  lit: "Lithuanian",
  mal: "Malayalam",
  mar: "Marathi",
  mkd: "Macedonian",
  mya: "Burmese",
  nep: "Nepali",
  nld: "Dutch",
  nob: "Norwegian",
  ori: "Oriya",
  pan: "Punjabi",
  pes: "Persian",
  pol: "Polish",
  por: "Portuguese",
  ron: "Romanian",
  rus: "Russian",
  sin: "Sinhalese",
  slk: "Slovak",
  slv: "Slovenian",
  sna: "Shona",
  spa: "Spanish",
  srp: "Serbian",
  swe: "Swedish",
  tam: "Tamil",
  tel: "Telugu",
  tgl: "Tagalog",
  tha: "Thai",
  tuk: "Turkmen",
  tur: "Turkish",
  ukr: "Ukrainian",
  urd: "Urdu",
  uzb: "Uzbek",
  vie: "Vietnamese",
  yid: "Yiddish",
  zul: "Zulu",
};

/** Other names that are in use. */
const others: Readonly<Record<string, string>> = {
  mandarin: "cmn",
  farsi: "pes",
  bokmål: "nob",
  filipino: "tgl",
};

export function isLanguage(code: string): boolean {
  return Object.hasOwn(languages, code);
}

/** A language that was named in another way than by its code, such as 'english' or 'en'. */
export function languageOf(word: string): { code: string; name: string } | null {
  const typed = word.toLowerCase();
  const code =
    Object.keys(languages).find(
      (one) => one === typed || languages[one]?.toLowerCase() === typed || shortOf(one) === typed,
    ) ?? (Object.hasOwn(others, typed) ? others[typed] : undefined);
  const name = code && languages[code];
  return name ? { code, name } : null;
}

/** The code of two letters: eng → en. */
function shortOf(code: string): string {
  return new Intl.Locale(code).language;
}
