/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room of the model town: words that names are made of. */
#ifndef RK_ROOM_MODEL
#error "model_words.h belongs to src/model"
#endif
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "rk_base.h"

struct model_given {
    const char *uk, *ru;
    const char *son_uk, *daughter_uk, *son_ru, *daughter_ru; /* of men only */
};
extern const struct model_given model_male[], model_female[];
extern const int model_males, model_females;

struct model_stem {
    const char *uk, *ru;
};
extern const struct model_stem model_stem[];
extern const int model_stems;

struct model_ending {
    const char *man_uk, *woman_uk, *man_ru, *woman_ru;
};
extern const struct model_ending model_ending[];
extern const int model_endings;

struct model_street_word {
    const char *street, *lane;
};
extern const struct model_street_word model_street_word[];
extern const int model_street_words;

#endif
