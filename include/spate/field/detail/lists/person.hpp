// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_FIELD_DETAIL_LISTS_PERSON_HPP
#define SPATE_FIELD_DETAIL_LISTS_PERSON_HPP

/// Names of people, with | between them.

namespace spate::inline v0::detail {

inline constexpr const char* first_names =
    "Ada|Adam|Agnes|Ahmed|Aisha|Alan|Albert|Alex|Alice|Amara|Amelia|Amir|Amy|Ana|Andrea|Andrew|Angela|Anita|Anna|Anton|Arthur|Astrid|Ava|Barbara|Beatrice|Ben|"
    "Bernard|Bianca|Bruno|Camila|Carl|Carlos|Carmen|Caroline|Cecilia|Charles|Charlotte|Chen|Chiara|Chloe|Chris|Clara|Claire|Claudia|Colin|Cora|Daniel|Daria|"
    "David|Deborah|Denis|Diana|Diego|Dimitri|Dora|Dylan|Edith|Edward|Elena|Elias|Elif|Elisa|Eliza|Ella|Ellen|Emil|Emily|Emma|Eric|Erik|Esther|Eva|Fatima|"
    "Felix|Fiona|Francis|Frank|Freya|Gabriel|George|Gina|Giulia|Grace|Greta|Gustav|Hana|Hannah|Harry|Hassan|Helen|Henry|Hugo|Ian|Ibrahim|Ida|Igor|Ines|Ingrid|"
    "Irene|Iris|Isaac|Isabel|Ivan|Jack|Jacob|Jakub|James|Jan|Jane|Jasmine|Javier|Jean|Jenny|Jessica|Joan|Joel|John|Jonas|Jorge|Josef|Joseph|Joyce|Juan|Julia|"
    "Julian|Karen|Karl|Kate|Katya|Keiko|Kenji|Kim|Kofi|Kwame|Laila|Lara|Lars|Laura|Lea|Leila|Leo|Lena|Leon|Li|Lily|Linda|Lisa|Louis|Lucas|Lucia|Lucy|Luis|Luna|"
    "Magda|Malik|Marco|Maria|Marie|Marina|Mario|Mark|Marta|Martin|Mary|Matteo|Maya|Mei|Mia|Michael|Miguel|Mila|Milan|Mina|Mohamed|Mona|Nadia|Naomi|Nathan|Nia|"
    "Nicolas|Nikita|Nina|Noah|Nora|Oleg|Olga|Oliver|Olivia|Omar|Oscar|Otto|Pablo|Paul|Paula|Pedro|Peter|Petra|Philip|Pia|Priya|Quinn|Rachel|Rafael|Rahul|Ravi|"
    "Rebecca|Rita|Robert|Rosa|Ruby|Ruth|Sam|Samira|Sara|Sasha|Sean|Selma|Simon|Sofia|Sonia|Stefan|Stella|Susan|Sven|Tara|Tariq|Tessa|Theo|Thomas|Tim|Tom|Uma|"
    "Ursula|Vera|Victor|Viktor|Wanda|Wei|William|Xavier|Yara|Yasmin|Yuki|Yusuf|Zara|Zoe";

inline constexpr const char* last_names =
    "Abbott|Adams|Ahmed|Ali|Allen|Almeida|Andersen|Anderson|Araujo|Bailey|Baker|Balogun|Banerjee|Barbosa|Barnes|Bauer|Becker|Bell|Bennett|Berg|Bergman|Bernard|"
    "Bianchi|Black|Blanc|Bose|Braun|Brooks|Brown|Bruno|Burke|Butler|Campbell|Cardoso|Carter|Castro|Chan|Chavez|Chen|Clark|Cohen|Cole|Collins|Colombo|Conti|"
    "Cook|"
    "Cooper|Costa|Cox|Cruz|Dahl|Das|Davies|Davis|Delgado|Diallo|Diaz|Dietrich|Dubois|Duran|Edwards|Ekberg|Ellis|Engel|Eriksen|Esposito|Evans|Farkas|Fernandez|"
    "Ferrari|Fischer|Fisher|Fontaine|Forster|Foster|Fox|Frank|Fraser|Garcia|Gibson|Gomez|Gonzalez|Gordon|Graham|Grant|Gray|Green|Greco|Gruber|Gupta|Haas|Hall|"
    "Hamilton|Hansen|Harris|Hassan|Hayes|Hernandez|Hill|Hoffmann|Holm|Horvat|Hughes|Hunt|Hussain|Ivanov|Jackson|Jain|James|Jansen|Jensen|Jimenez|Johansson|"
    "Johnson|"
    "Jones|Joshi|Kaiser|Kaplan|Karlsson|Kaur|Keller|Kelly|Kennedy|Khan|Kim|King|Klein|Knight|Koch|Kovacs|Kowalski|Kraus|Kruger|Kumar|Lambert|Lane|Larsen|"
    "Laurent|"
    "Lee|Lehmann|Leroy|Lewis|Li|Lin|Lind|Lopez|Lund|Maier|Malik|Marino|Marsh|Martin|Martinez|Mason|Mehta|Mendes|Mensah|Meyer|Miller|Mills|Mitchell|Moore|"
    "Morales|"
    "Moreau|Morgan|Moretti|Morris|Muller|Murphy|Murray|Nagy|Nair|Nakamura|Nelson|Neumann|Nguyen|Nielsen|Nilsson|Nkosi|Novak|Okafor|Oliveira|Olsen|Ortiz|Osman|"
    "Owens|"
    "Palmer|Park|Parker|Patel|Pereira|Perez|Petersen|Petrov|Phillips|Popescu|Popov|Powell|Price|Ramirez|Rao|Reed|Reid|Reyes|Ricci|Richter|Rivera|Roberts|"
    "Robinson|"
    "Rodriguez|Rogers|Romano|Rossi|Russo|Ryan|Sanchez|Santos|Sato|Schmidt|Schneider|Scott|Shah|Sharma|Silva|Simon|Singh|Smith|Sokolov|Sousa|Stein|Stewart|"
    "Suzuki|"
    "Svensson|Tanaka|Taylor|Thomas|Thompson|Torres|Toth|Tran|Turner|Vargas|Vega|Vogel|Wagner|Walker|Wang|Ward|Watanabe|Watson|Weber|Wells|West|White|Wilson|"
    "Winter|"
    "Wolf|Wong|Wood|Wright|Wu|Yamamoto|Yang|Yilmaz|Young|Zhang|Zhou|Zimmermann";

}  // namespace spate::inline v0::detail

#endif  // SPATE_FIELD_DETAIL_LISTS_PERSON_HPP
