// The shipped content rules: a one-time code is never kept back, whatever its language. All texts here are invented.
#include "filters/classify/content.hpp"
#include "gateway/settings/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gateway::settings {
namespace {

filters::Judgement judged(std::string_view body, std::string_view subject = "")
{
    static auto const settings = embedded_settings();
    return filters::judge_content({model::Channel::sms, subject, body}, settings.content_rules);
}

class OneTimeCode : public testing::TestWithParam<std::string_view> {};

TEST_P(OneTimeCode, IsKnownByARule)
{
    auto const found = judged(GetParam());

    EXPECT_EQ(found.category, "one_time_code") << GetParam() << "\n" << found.detail;
    EXPECT_EQ(found.outcome, filters::Outcome::transactional);
    EXPECT_TRUE(found.needed);
}

INSTANTIATE_TEST_SUITE_P(
    Shipped, OneTimeCode,
    testing::Values(
        "Your Acme verification code is 482913", "482913 is your Acme verification code.",
        "G-482913 is your Globex code", "Acme: 4829 is your login code. Don't share it.",
        "Your code is 482 913. It expires in 10 minutes.", "Use 482913 to sign in to Umbra.",
        "Your one-time password for txn of INR 500.00 is 482913. Do not share it with anyone.",
        "OTP is 4829 for your booking", "Enter 4829 to verify your phone number",
        "Your security code: 482913. Reply STOP to opt out.",
        "Use verification code 482913 for Acme authentication.",
        "Your PIN is 4829. Never share this PIN with anyone, even if they say they are from Acme.",
        "<#> Your Acme passcode is 482913 FA+9qCX9VSu", "Acme code: 482-913. Valid for 5 minutes.",
        "Somebody tried to log in. Your login code is 482913. 20% off is not in this message!",
        "Ihr Bestätigungscode lautet 482913", "482913 ist dein Verifizierungscode für Acme.",
        "mTAN 482913 fuer Ihre Ueberweisung", "Dein Code: 482913. Teile ihn mit niemandem.",
        "Votre code de vérification est 482913", "482913 est votre code Acme. Ne le partagez pas.",
        "Code d'accès : 482913, valable 10 minutes", "Tu código de verificación es 482913",
        "482913 es tu código de Acme", "Su clave dinámica es 482913. No la comparta con nadie.",
        "Seu código de verificação é 482913", "482913 é o seu código Acme",
        "O seu código: 482913. Não partilhe.", "Il tuo codice di verifica è 482913",
        "482913 è il tuo codice Acme", "Je verificatiecode is 482913",
        "Uw code: 482913. Deel deze met niemand.", "Twój kod weryfikacyjny: 482913",
        "Kod: 482913. Nie podawaj go nikomu.", "Hasło jednorazowe 482913",
        "Ваш код подтверждения: 482913", "Код: 482913. Никому не сообщайте его.",
        "482913 - ваш код для входа", "Пароль для входа: 482913", "Ваш код 482913 для Acme",
        "Doğrulama kodunuz: 482913", "Dogrulama kodunuz 482913. Kimseyle paylasmayiniz.",
        "Tek kullanımlık şifreniz: 482913", "Mã xác thực của bạn là 482913",
        "Ma OTP cua ban la 482913. Khong chia se ma nay.", "Kode verifikasi Anda adalah 482913",
        "Kode OTP: 482913. Jangan berikan kepada siapapun.",
        "【某某】您的验证码是482913，5分钟内有效。", "驗證碼：482913，請勿告訴他人",
        "动态密码 482913，请勿泄露", "認証コード：482913", "確認コードは482913です",
        "ワンタイムパスワード 482913", "인증번호 [482913]를 입력해 주세요",
        "[Web발신] 본인확인 인증번호는 482913입니다", "رمز التحقق الخاص بك هو 482913",
        "كود التفعيل: 482913", "رمزك هو ٤٨٢٩١٣", "کد تایید شما: 482913", "आपका सत्यापन कोड 482913 है",
        "আপনার যাচাইকরণ কোড 482913", "রহিম, আপনার ওটিপি 482913", "รหัส OTP ของคุณคือ 482913",
        "Din bekräftelsekod är 482913", "Din verifiseringskode er 482913",
        "Vahvistuskoodisi on 482913", "Váš ověřovací kód je 482913", "Az ellenőrző kódja: 482913",
        "Codul tău de verificare este 482913", "Ο κωδικός επαλήθευσης είναι 482913",
        "Ваш код підтвердження 482913", "Kod pengesahan anda ialah 482913",
        "Verifikacijski kod: 482913", "קוד האימות שלך הוא 482913",
        "Reset your password: https://acme.example/r/1",
        "Your account has been locked after failed sign-in attempts",
        "Setzen Sie Ihr Passwort zurück: https://acme.example", "Réinitialisez votre mot de passe",
        "Restablece tu contraseña aquí", "Redefina a sua senha", "Reimposta la tua password",
        "Сбросить пароль можно по ссылке", "Şifrenizi sıfırlayın", "重置您的密码",
        "パスワードの再設定", "비밀번호 재설정", "إعادة تعيين كلمة المرور"));

TEST(ShippedRules, BillsAreKnown)
{
    for (std::string_view const body :
         {"INR 500.00 debited from A/c XX1234 on 12-May. Avl Bal INR 10,200.50",
          "We have received your payment of $40.00. Thank you!",
          "Card *1234 charged 20.00 EUR at SHOP", "Карта *1234: Покупка 250.00р. Баланс: 1000.00р",
          "您尾号1234的账户支出500.00元，余额1,200.00元",
          "Invoice number 2210 is due on 3 June. Amount due: $99.00"}) {
        auto const found = judged(body);
        EXPECT_EQ(found.category, "billing") << body << "\n" << found.detail;
        EXPECT_TRUE(found.needed);
    }
}

TEST(ShippedRules, LegalMarksOfAdvertisingAreKnown)
{
    for (std::string_view const body :
         {"(광고) 여름 세일 시작! 무료수신거부 0801234567",
          "[QC] Giam gia cuoi tuan. TC QC gui 1234", "新品上市，全场五折，退订回T",
          "Yaz indirimi basladi! Mersis No: 0123456789012345",
          "Win a holiday! Text WIN to 80888. To stop txt STOP to 80888",
          "Flat 50% off on all shoes this week"}) {
        auto const found = judged(body);
        EXPECT_EQ(found.category, "marketing") << body << "\n" << found.detail;
        EXPECT_FALSE(found.needed);
    }
}

TEST(ShippedRules, AllStateWhereTheyStand)
{
    auto const settings = embedded_settings();
    ASSERT_GT(settings.content_rules.all().size(), 30U);
    for (auto const& rule : settings.content_rules.all()) {
        EXPECT_THAT(rule.where, testing::StartsWith("config/rules/")) << rule.name;
    }
}

}  // namespace
}  // namespace gateway::settings
