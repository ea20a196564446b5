// gateway/heavy.cpp: carries the precompiled header.
