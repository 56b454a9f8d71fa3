// What a page gives its scripts besides a screen: the catalogue of /jsi18n/.
declare function gettext(msgid: string): string;
declare function ngettext(one: string, many: string, count: number): string;
declare function pgettext(context: string, msgid: string): string;
