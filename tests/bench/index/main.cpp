// tests/bench/index/main.cpp: bench_index FOLDER ADDRESSES ROUNDS: measures the consent index and prints the figures as
// JSON. FOLDER keeps the store it makes, for the next run of that size. tests/bench/index/run makes a page of it.
#include "tests/bench/index/fill.hpp"
#include "tests/bench/index/lookups.hpp"
#include "tests/bench/index/starts.hpp"

#include <cstdlib>
#include <exception>
#include <filesystem>

int main(int count, char** words)
try {
    if (count < 4) {
        std::fputs("usage: bench_index FOLDER ADDRESSES ROUNDS [WHAT]\n", stderr);
        return 2;
    }
    bench::Size size;
    size.addresses = std::strtoull(words[2], nullptr, 10);
    size.rounds = std::atoi(words[3]);
    std::string const what = count > 4 ? words[4] : "all";
    auto const file = std::filesystem::path{words[1]} / (std::string{words[2]} + ".db");
    std::filesystem::create_directories(file.parent_path());

    bench::Figures figures;
    if (what == "all" || what == "phones") bench::measure_phones(size, figures);
    if (what == "all" || what == "mail") bench::measure_mail(size, figures);
    if (what == "all" || what == "starts") {
        bench::fill(file, size.addresses);
        bench::measure_starts(file, size.rounds, figures);
        bench::measure_sqlite(file, size, figures);
    }
    figures.print();
    return 0;
} catch (std::exception const& trouble) {
    std::fprintf(stderr, "%s\n", trouble.what());
    return 1;
}
