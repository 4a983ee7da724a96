from vidpipe_assets.writing.analysis.stories import cluster_trends


def test_trends_of_one_subject_are_one_cluster_however_it_is_spelled(trend):
    found = cluster_trends([trend("a", subject="Game Boy"), trend("b", subject="Fax"), trend("c", subject="game-boy ")])
    assert found == (0, 1, 0)


def test_titles_that_are_nearly_the_same_are_one_cluster(trend):
    found = cluster_trends(
        [
            trend("a", "This robot vacuum maps your whole house!"),
            trend("b", "Robot vacuum maps your whole house (this one)"),
            trend("c", "Why lithium batteries swell"),
        ]
    )
    assert found == (0, 0, 1)


def test_a_title_without_a_subject_joins_the_subject_that_it_is_about(trend):
    found = cluster_trends(
        [
            trend("a", "The Game Boy that survived a war", subject="Game Boy"),
            trend("b", "the game boy that survived a war #retro"),
        ]
    )
    assert found == (0, 0)


def test_two_subjects_are_never_joined_by_a_title_that_fits_both(trend):
    found = cluster_trends(
        [
            trend("a", "five facts nobody tells you", subject="Octopus"),
            trend("b", "five facts nobody tells you"),
            trend("c", "five facts nobody tells you", subject="Squid"),
        ]
    )
    assert found[0] != found[2]


def test_titles_of_one_or_two_words_link_nothing(trend):
    assert cluster_trends([trend("a", "Wow"), trend("b", "Wow wow"), trend("c", "")]) == (0, 1, 2)


def test_nothing_has_no_clusters():
    assert cluster_trends([]) == ()
