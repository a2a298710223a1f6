#include "schema/pattern/ecma_property.hpp"

#include <algorithm>
#include <array>

namespace chatmock::schema {

namespace {

struct Category {
    std::string_view name;
    std::string_view short_name; // the only name that PCRE2 knows
};

// Unicode's general categories (UAX #44), with the aliases of ECMA-262.
constexpr std::array<Category, 41> categories = {{{"Letter", "L"},
                                                  {"Cased_Letter", "L&"},
                                                  {"LC", "L&"},
                                                  {"Uppercase_Letter", "Lu"},
                                                  {"Lowercase_Letter", "Ll"},
                                                  {"Titlecase_Letter", "Lt"},
                                                  {"Modifier_Letter", "Lm"},
                                                  {"Other_Letter", "Lo"},
                                                  {"Mark", "M"},
                                                  {"Combining_Mark", "M"},
                                                  {"Nonspacing_Mark", "Mn"},
                                                  {"Spacing_Mark", "Mc"},
                                                  {"Enclosing_Mark", "Me"},
                                                  {"Number", "N"},
                                                  {"Decimal_Number", "Nd"},
                                                  {"digit", "Nd"},
                                                  {"Letter_Number", "Nl"},
                                                  {"Other_Number", "No"},
                                                  {"Punctuation", "P"},
                                                  {"punct", "P"},
                                                  {"Connector_Punctuation", "Pc"},
                                                  {"Dash_Punctuation", "Pd"},
                                                  {"Open_Punctuation", "Ps"},
                                                  {"Close_Punctuation", "Pe"},
                                                  {"Initial_Punctuation", "Pi"},
                                                  {"Final_Punctuation", "Pf"},
                                                  {"Other_Punctuation", "Po"},
                                                  {"Symbol", "S"},
                                                  {"Math_Symbol", "Sm"},
                                                  {"Currency_Symbol", "Sc"},
                                                  {"Modifier_Symbol", "Sk"},
                                                  {"Other_Symbol", "So"},
                                                  {"Separator", "Z"},
                                                  {"Space_Separator", "Zs"},
                                                  {"Line_Separator", "Zl"},
                                                  {"Paragraph_Separator", "Zp"},
                                                  {"Other", "C"},
                                                  {"Control", "Cc"},
                                                  {"cntrl", "Cc"},
                                                  {"Format", "Cf"},
                                                  {"Unassigned", "Cn"}}};

// A name that is not in the table may be a short one.
std::string category_in_pcre(std::string_view name) {
    const auto* const found = std::find_if(categories.begin(), categories.end(),
                                           [&](const Category& category) { return category.name == name; });
    return std::string(found == categories.end() ? name : found->short_name);
}

bool is_name(std::string_view text) {
    const auto is_part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_part);
}

} // namespace

std::optional<std::string> property_in_pcre(std::string_view property) {
    const auto sign = property.find('=');
    if (sign == std::string_view::npos) {
        if (!is_name(property)) return std::nullopt;
        if (property == "Assigned") return "^Cn";
        if (property == "Private_Use") return "Co";
        return category_in_pcre(property);
    }
    const auto name = property.substr(0, sign);
    const auto value = property.substr(sign + 1);
    if (!is_name(value)) return std::nullopt;
    if (name == "General_Category" || name == "gc") return category_in_pcre(value);
    if (name == "Bidi_Class") return "bidi_class:" + std::string(value);
    if (name == "Script" || name == "sc") return "sc:" + std::string(value);
    if (name == "Script_Extensions" || name == "scx") return "scx:" + std::string(value);
    return std::nullopt;
}

} // namespace chatmock::schema
