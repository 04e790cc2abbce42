"""Given names that are common in many countries: beside a capitalised word they make a person likely."""

GIVEN_TEXT = """
aaron adam ahmed aisha alan albert alejandro alex alexander alexandra ali alice alison amanda amir amit amy ana andrea
andrew angela anita anjali ann anna anne anthony antonio arjun arthur barbara ben benjamin beth brian bruno camille
carl carla carlos carmen caroline catherine charles charlotte chloe chris christian christina christine christopher
claire clara claudia colin daniel daniela david deborah deepak diana diego dmitri dominic donna dorothy edward elena
elizabeth ella ellen emily emma eric erik esther eva fatima felix fiona florian francesca francesco frank gabriel
gareth gary george gillian giulia giovanni grace graham hannah harry hassan heather helen henry hugo ian ibrahim imran
ines ingrid irina isabel isabella ivan jack jacob james jamie jan jane janet jasmine jason javier jean jeffrey
jennifer jessica jill joan joanna joe john jonas jonathan jorge jose joseph joshua juan judith julia julian julie
karen kate katherine kathleen keith kelly kenneth kevin kim klaus kumar lars laura lauren lea lena leo leon leonie li
linda lisa louis louise lucas lucia lucy luis lukas luke maria marie mario marion mark marta martha martin mary
matthew matthias max maya mei melissa mia michael michelle miguel mohammed mohamed monica muhammad nadia natalie
natasha nathan neil nicholas nicola nicole nina noah nora olga oliver olivia omar oscar pablo patricia patrick paul
paula pedro peter petra philip pierre priya rachel rahul raj rebecca richard robert roberto roger rosa rosie ruth ryan
sally sam samantha samuel sandra sara sarah sean sebastian sergio sharon simon sofia sonia sophia sophie stefan
stephanie stephen steven stuart sunita susan suzanne sven tanya teresa thomas tim timothy tina tom tomas tony ursula
valerie vanessa vera victor victoria vikram vincent walter wei wendy william xin yasmin yuki yusuf zoe
"""
GIVEN = frozenset(GIVEN_TEXT.split())
