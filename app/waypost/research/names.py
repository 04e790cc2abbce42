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
aleksandra alfie alfred alina amelia amina anastasia andreas andrei anil annika antonia archie astrid aurelie bartosz
beatrice bernard bettina birgit bjorn bob brigitte camila carol cecilia charlie craig cristina dan dave dennis derek
dieter dmitry ekaterina elisabeth elliot emilia enrique erika ewa fabian fernando frankie fred freya georgia giovanna
gregory guillaume gustavo gabriela hans heike hiroshi ingo isla jakob jerome jochen joel josef jurgen karin karl kate
katarzyna katharina katja kenji kirsten krzysztof lily lorenzo luca ludwig magdalena malcolm marcel marco marcus
margaret mariana marta mateusz matteo maureen mehmet mike mili mohammad monika naomi neha nigel nikolai ollie otto
pawel petr philipp piotr pooja poppy rafael rajesh ralph ravi regina reza rhys rita robin ron roland rupert sabine
sanjay silvia sonja sophia stefano steve sue suresh sylvia tamara tanja tatiana theo theresa tobias tomasz ulrich
vincenzo vijay wolfgang yolanda yvonne zainab
"""
GIVEN = frozenset(GIVEN_TEXT.split())
ROLE_TEXT = """
abuse academy access accessibility account accounts admin administration admissions alerts all analytics api appeals
apply assistance billing board booking bookings bot business careers central clinic club co commercial committee
community compliance consult consultation contact contacts council customer customercare customers data delivery
demo dept design desk dev developer developers digital dpo editor education email employer employers engineering
england enquiries enquiry europe event events example feedback finance foi founders france fraud friends general
germany global go group health hello help helpdesk helpline hiring hospital hotline hq hr info information inquiries
insight insights integration international ireland it jobs legal library licensing list local london mail mailbox
maintainer maintainers manager marketing media member members name nhs newsletter newsroom noreply notifications
office online open operations ops order orders panel partner partners payments people personal policy postmaster
practice press privacy product products program programme project projects public reception receptionist recruit
recruitment registrar registration reply reports research returns root safety sales school schools scotland secretary
secure security service servicedesk services shop someone sponsors staff store student students studies study success
support survey surveys system team teams tech technical test testing training treasurer uk update updates usa user
users parent parents patient patients pupil pupils teacher teachers teaching tutor tutors vacancies vacancy volunteer
volunteers wales web webmaster website welcome work you your
"""
ROLES = frozenset(ROLE_TEXT.split())
"""Words in the addresses of teams and services, and in those that stand for any address."""
NOBODY = ("doe", "bloggs", "mustermann")
"""Ends of names that forms are filled in with."""
